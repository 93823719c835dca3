import type { FloorOptions } from '../floor.ts'
import { LIMITS } from '../limits.ts'
import type { Argument } from './arguments.ts'
import { joinable } from './joining.ts'
import { aboveOf, insideOf, OF_PROCESS, tooMany, UNREADABLE, type FloorDenial } from './denial.ts'
import { isAbove, isGlob, isInside, type Guarded } from './guarded.ts'
import { placeOf, type Place } from './place.ts'
import { absoluteOf, places } from './rooted.ts'
import { isPathShaped } from './sieve.ts'
import { spellings } from './spellings.ts'
import type { Walk } from './walking.ts'
import { hasWord } from './words.ts'

/**
 * The path without the links in it, of the longest part of it that is there; undefined when that cannot be said.
 * Synchronous, bounded and without a trip through a pool of threads: it is asked about every path of every call.
 */
export type LinkResolver = (path: string) => string | undefined

/** One argument and the paths in it. */
interface Read {
  readonly argument: Argument
  readonly absolute: readonly string[]
  readonly relative: readonly string[]
  readonly isShaped: boolean
}

/** Folders that a tool works in, not on. */
const WORKPLACE = new Set(['cwd', 'pwd', 'repo', 'repos', 'repository', 'workdir', 'working', 'worktree'])

const GLOB = /[*?[]/

const CLIMBING = /(?:^|\/)\.\.(?:\/|$)/

/** Holds the paths of one call against the protected ones. */
export function createInquiry(options: FloorOptions, guarded: readonly Guarded[], walk: Walk | undefined) {
  const { cwd, home, roots = [], isRemote = false, resolveLinks } = options
  const starts = [cwd, ...roots].map((start) => start.replaceAll('\\', '/'))
  const drive = /^[a-z]:(?=\/)/i.exec(starts[0] ?? '')?.[0]
  const looked = new Map<string, Place | undefined>()

  const judgeNames = (names: readonly string[], walkHere: Walk | undefined): FloorDenial | undefined => {
    for (const one of guarded) {
      if (isInside(names, one) && !(one.isSearchable && isSearch(walkHere) && isGlob(names)))
        return insideOf(one)
      if (isAbove(names, one) && (walkHere === 'changes' || (walkHere === 'reads' && !one.isSearchable)))
        return aboveOf(one, names.length, starts, guarded)
    }
    return undefined
  }

  /** As each system would follow the path: by its text, and link by link with `..` before or behind them. */
  const judgePath = (path: string, { argument, isShaped }: Read): FloorDenial | undefined => {
    const isWorkplace = argument.words !== undefined && hasWord(argument.words, WORKPLACE)
    const walkHere = isWorkplace || !isShaped ? undefined : walk
    const found = places(path, drive)
    for (const place of found) {
      if (place.isOfProcess && !isRemote) return OF_PROCESS
      const denial = judgeNames(place.names, walkHere)
      if (denial !== undefined) return denial
    }
    const written = found[0]?.path
    if (resolveLinks === undefined || !isShaped || written === undefined) return undefined
    const asked = CLIMBING.test(path) ? [written, path] : [written]
    return firstOf(asked, (one) => judgeReal(one, walkHere))
  }

  const judgeReal = (path: string, walkHere: Walk | undefined): FloorDenial | undefined => {
    if (path.length > LIMITS.floorPathCharsMax || GLOB.test(path) || path.includes('\0')) return undefined
    if (!looked.has(path)) {
      if (looked.size >= LIMITS.floorLookUpsMax) return tooMany('paths', LIMITS.floorLookUpsMax)
      const real = resolveLinks?.(path)
      looked.set(path, real === undefined || real === path ? undefined : placeOf(real.replaceAll('\\', '/')))
    }
    const place = looked.get(path)
    return place === undefined ? undefined : judgeNames(place.names, walkHere)
  }

  const read = (argument: Argument): Read | undefined => {
    const found = spellings(argument.text)
    if (found === undefined) return undefined
    const absolute: string[] = []
    const relative: string[] = []
    for (const spelling of found) {
      const path = absoluteOf(spelling, home)
      if (path === undefined) relative.push(spelling)
      else absolute.push(path)
    }
    return { argument, absolute, relative, isShaped: isPathShaped(argument) }
  }

  /** Relative paths from where the server started; a glob only where no other argument says where it starts. */
  const judgeAlone = (one: Read, hasBase: boolean): FloorDenial | undefined => {
    const started = one.relative.filter(
      (spelling) => !(GLOB.test(spelling) && (hasBase || spelling.startsWith('**'))),
    )
    const paths = [
      ...one.absolute,
      ...starts.flatMap((start) => started.map((spelling) => `${start}/${spelling}`)),
    ]
    return firstOf(paths, (path) => judgePath(path, one))
  }

  const judgeJoined = (bases: readonly Read[], reads: readonly Read[]): FloorDenial | undefined => {
    const joinedWith = joinable(reads)
    let pairs = 0
    for (const base of bases) {
      const [first = '.'] = base.relative
      const folders = base.absolute.length > 0 ? base.absolute : starts.map((start) => `${start}/${first}`)
      for (const one of joinedWith(base))
        for (const path of folders.flatMap((folder) => one.relative.map((name) => `${folder}/${name}`))) {
          pairs += 1
          if (pairs > LIMITS.floorPairsMax) return tooMany('pairs of paths', LIMITS.floorPairsMax)
          const denial = judgePath(path, one)
          if (denial !== undefined) return denial
        }
    }
    return undefined
  }

  return {
    /** @param relevant what must be held against the protected paths; @param folders what it could start from */
    judge(relevant: readonly Argument[], folders: readonly Argument[]): FloorDenial | undefined {
      if (Math.max(relevant.length, folders.length) > LIMITS.floorPathsMax)
        return tooMany('paths', LIMITS.floorPathsMax)
      const reads = relevant.map(read)
      const bases = folders.map(read)
      if (!reads.every(isRead) || !bases.every(isRead)) return UNREADABLE
      const basesOf = joinable(bases)
      const alone = (one: Read): FloorDenial | undefined =>
        judgeAlone(one, GLOB.test(one.argument.text) && !isEmpty(basesOf(one)))
      const joining = reads.filter(({ relative }) => relative.length > 0)
      return firstOf(reads, alone) ?? judgeJoined(bases, joining)
    },
  }
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) return false
  return true
}

function isRead(one: Read | undefined): one is Read {
  return one !== undefined
}

/** What finds a file by a glob has not been told to read it. */
function isSearch(walk: Walk | undefined): boolean {
  return walk === 'reads' || walk === 'lists'
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
