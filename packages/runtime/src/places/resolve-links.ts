import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join, parse, resolve } from 'node:path'

/** Links that lead nowhere, one behind the other, that are followed; Linux follows 40. */
const DANGLING_MAX = 40

/**
 * An absolute path without the links in it, as the system would open or make it: what is not there yet keeps its name
 * under the real path of what is, and a link that leads nowhere is followed to where a file would be made. Undefined
 * when that has no end. What `/proc/self` links to is another file for the server, so such a path ends there.
 *
 * Synchronous, since it is asked about every path of every call: a look-up takes microseconds, a trip through the pool
 * of threads a hundred times that.
 */
export function resolveLinks(path: string): string | undefined {
  const real = followed(path)
  return real === path ? real : (throughProcess(path) ?? real)
}

function followed(path: string): string | undefined {
  let current = path
  for (let round = 0; round <= DANGLING_MAX; round += 1) {
    const { there, missing } = partAtMissing(current)
    const real = realPath(there)
    const [first, ...rest] = missing
    if (first === undefined) return real
    const target = linkTarget(join(there, first))
    if (target === undefined) return join(real, ...missing)
    current = join(resolve(real, target), ...rest)
  }
  return undefined
}

/** The longest part of the path that is there, found by halving: nothing is there below what is not. */
function partAtMissing(path: string): { readonly there: string; readonly missing: readonly string[] } {
  if (existsSync(path)) return { there: path, missing: [] }
  const { root } = parse(path)
  const names = path.slice(root.length).split(/[\\/]+/)
  let there = 0
  let missing = names.length
  while (missing - there > 1) {
    const middle = Math.floor((there + missing) / 2)
    if (existsSync(root + names.slice(0, middle).join('/'))) there = middle
    else missing = middle
  }
  return { there: root + names.slice(0, there).join('/'), missing: names.slice(there) }
}

/** Where a link leads that leads nowhere; undefined when there is no link. */
function linkTarget(path: string): string | undefined {
  try {
    // Looked at first, since a miss that throws costs ten times as much.
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
      ? readlinkSync(path)
      : undefined
  } catch {
    return undefined
  }
}

/** What cannot be looked into is taken as it is written. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}

/** Links on the way of one path that are followed; Linux follows 40. */
const LINKS_MAX = 40

/** Below `/proc`, what belongs to a process, or to a thread of it. */
const OF_PROCESS = /^\/proc\/(?:self|thread-self|\d+)$/

/**
 * The path from where links on the disk lead into what the kernel says of a process; undefined when they do not. One link
 * after the other, since whoever follows all at once comes out at a folder of this process.
 */
function throughProcess(path: string): string | undefined {
  if (process.platform === 'win32') return undefined
  const left = path.split('/').toReversed()
  let place = ''
  let links = 0
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      place = dirname(place || '/').replace(/^\/$/, '')
      continue
    }
    const next = `${place}/${name}`
    if (OF_PROCESS.test(next)) return [next, ...left.toReversed()].join('/')
    const target = linkTarget(next)
    if (target === undefined) {
      place = next
      continue
    }
    if (++links > LINKS_MAX) return undefined
    if (target.startsWith('/')) place = ''
    left.push(...target.split('/').toReversed())
  }
  return undefined
}
