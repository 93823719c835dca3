import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'

/** Links that lead nowhere, one behind the other, that are followed; Linux follows 40. */
const DANGLING_MAX = 40

/**
 * An absolute path without the links in it, as the system would open or make it: what is not there yet keeps its name
 * under the real path of what is, and a link that leads nowhere is followed to where a file would be made. Undefined
 * when that has no end.
 *
 * Synchronous, since it is asked about every path of every call: a look-up takes microseconds, a trip through the pool
 * of threads a hundred times that.
 */
export function resolveLinks(path: string): string | undefined {
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
