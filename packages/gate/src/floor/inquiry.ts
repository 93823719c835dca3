import type { FloorOptions } from '../floor.ts'
import { LIMITS } from '../limits.ts'
import type { Argument } from './arguments.ts'
import { joinable } from './joining.ts'
import {
  aboveOf,
  insideOf,
  OF_PROCESS,
  OWN_SECRET,
  tooMany,
  UNREADABLE,
  unplacedOf,
  type FloorDenial,
} from './denial.ts'
import { isAbove, isAboveOwn, isBelowEnd, isBelowOwn, isGlob, isInside, type Guarded } from './guarded.ts'
import { isOwnSecret, namesSecret } from './own-secrets.ts'
import { placeOf, type Place } from './place.ts'
import { createReader, type Read } from './reading.ts'
import { places } from './rooted.ts'
import type { Variables } from './variables.ts'
import type { Walk } from './walking.ts'
import { belowShare } from './windows-names.ts'
import { hasWord } from './words.ts'

/**
 * The path without the links in it, of the longest part of it that is there; undefined when that cannot be said. A link
 * to what the kernel says of a process stays one: it leads elsewhere in the server.
 * Synchronous, bounded and without a trip through a pool of threads: it is asked about every path of every call.
 */
export type LinkResolver = (path: string) => string | undefined

/** Folders that a tool works in, not on. */
const WORKPLACE = new Set(['cwd', 'pwd', 'workdir', 'working'])
const REPOSITORY = new Set(['repo', 'repos', 'repository', 'worktree'])

/** What an inquiry is held for. */
export interface InquiryTerms {
  readonly options: FloorOptions
  readonly guarded: readonly Guarded[]
  readonly variables: Variables
  readonly walk: Walk | undefined
  /** The tool walks the folder that it works in. */
  readonly walksWorkplace: boolean
}

const GLOB = /[*?[]/

/** JSON, and no name on a disk, though `pages/[id].ts` and `a*` are some. */
const JSON_TEXT = /[[{]"/

const CLIMBING = /(?:^|\/)\.\.(?:\/|$)/

function climbs(path: string): boolean {
  return CLIMBING.test(path)
}

/** Holds the paths of one call against the protected ones. */
export function createInquiry({ options, guarded, variables, walk, walksWorkplace }: InquiryTerms) {
  const { cwd, home, roots = [], isRemote = false, isPlaceUnknown = false, resolveLinks } = options
  const starts = [...new Set([cwd, ...roots].map((start) => start.replaceAll('\\', '/')))]
  const drive = /^[a-z]:(?=\/)/i.exec(starts[0] ?? '')?.[0]
  const read = createReader(options, variables)
  const looked = new Map<string, readonly Place[]>()

  /** Where relative paths may start of which nobody can say more. */
  const unseen = isPlaceUnknown ? ancestors(home.replaceAll('\\', '/')) : []

  const judgeNames = (names: readonly string[], walkHere: Walk | undefined): FloorDenial | undefined => {
    for (const one of guarded) {
      if (isInside(names, one) && !(one.isSearchable && isSearch(walkHere) && isGlob(names)))
        return insideOf(one)
      if (isAbove(names, one) && (walkHere === 'changes' || (walkHere === 'reads' && !one.isSearchable)))
        return aboveOf(one, names.length, starts, guarded)
    }
    return undefined
  }

  const isExempt = ({ words }: Argument): boolean =>
    words !== undefined && (hasWord(words, REPOSITORY) || (hasWord(words, WORKPLACE) && !walksWorkplace))

  /** As each system would follow the path: by its text, and link by link with `..` before or behind them. */
  const judgePath = (path: string, { argument, isShaped }: Read): FloorDenial | undefined => {
    const walkHere = isShaped && !isExempt(argument) ? walk : undefined
    const found = places(path, drive)
    for (const place of found) {
      if (place.isOfProcess && !isRemote) return OF_PROCESS
      const denial = judgeNames(place.names, walkHere)
      if (denial !== undefined) return denial
    }
    const written = found[0]?.path
    if (resolveLinks === undefined || !isShaped || written === undefined) return undefined
    const asked = climbs(path) ? [written, path] : [written]
    return firstOf(asked, (one) => judgeReal(one, walkHere))
  }

  const judgeReal = (path: string, walkHere: Walk | undefined): FloorDenial | undefined => {
    if (path.length > LIMITS.floorPathCharsMax || JSON_TEXT.test(path) || path.includes('\0'))
      return undefined
    if (!looked.has(path)) {
      if (looked.size >= LIMITS.floorLookUpsMax) return tooMany('paths', LIMITS.floorLookUpsMax)
      const real = resolveLinks?.(path)
      const found = real === undefined || real === path ? [] : [real, real.replaceAll('\\', '/')]
      looked.set(path, Array.from(new Set(found), placeOf))
    }
    return firstOf(looked.get(path) ?? [], ({ names, isOfProcess }) => {
      if (isOfProcess && !isRemote) return OF_PROCESS
      return isOwnSecret(names) ? OWN_SECRET : judgeNames(names, walkHere)
    })
  }

  /** Behind a variable of which nobody knows what it is stands the end of a protected path. */
  const judgeUnknown = ({ argument, isShaped }: Read): FloorDenial | undefined => {
    const rest = isShaped ? variables.behindUnknown(argument.text) : undefined
    if (rest === undefined) return undefined
    const { names } = placeOf(rest.replaceAll('\\', '/'))
    const hit = guarded.find((one) => isBelowEnd(names, one))
    return hit && insideOf(hit)
  }

  /** The server can read relative paths from a folder that its environment names, or that nobody sees; so can a share. */
  const judgeAnywhere = ({ argument, relative, absolute, isShaped }: Read): FloorDenial | undefined => {
    if (!isShaped) return undefined
    const plain = relative.filter((path) => !GLOB.test(path)).map(placeOf)
    const shared = absolute.flatMap((path) => onShare(path) ?? [])
    const hit = guarded.find((one) =>
      [...plain.map(({ names }) => names), ...shared].some((names) => isBelowOwn(names, one)),
    )
    if (hit !== undefined) return insideOf(hit)
    if ([...plain, ...absolute.map(placeOf)].some(({ names }) => isOwnSecret(names))) return OWN_SECRET
    const isFree = isExempt(argument)
    const linked = firstOf(plain, ({ path, names }) =>
      names.length === 0
        ? undefined
        : firstOf(unseen, (start) => judgeReal(start + path, isFree ? undefined : walk)),
    )
    if (linked !== undefined || (walk !== 'changes' && walk !== 'reads') || isFree) return linked
    for (const { names } of plain)
      for (const one of guarded)
        if (isAboveOwn(names, one, isPlaceUnknown))
          return isPlaceUnknown ? unplacedOf(one) : aboveOf(one, names.length, starts, guarded)
    return undefined
  }

  const onShare = (path: string): readonly (readonly string[])[] | undefined => {
    const names = drive === undefined ? undefined : belowShare(path, placeOf(path).names)
    return names && [names]
  }

  /** Relative paths from where the server started; a glob only where no other argument says where it starts. */
  const judgeAlone = (one: Read, hasBase: boolean): FloorDenial | undefined => {
    const isOpen = (spelling: string): boolean =>
      GLOB.test(spelling) && (hasBase || spelling.startsWith('**')) && isGlob(placeOf(spelling).names)
    const started = (spellings: readonly string[]): readonly string[] =>
      starts.flatMap((start) => spellings.map((spelling) => `${start}/${spelling}`))
    const open = one.relative.filter(isOpen)
    const paths = [...one.absolute, ...started(one.relative.filter((spelling) => !open.includes(spelling)))]
    return (
      firstOf(paths, (path) => judgePath(path, one)) ??
      // A name that looks like a glob can be one on the disk.
      firstOf(one.isShaped ? started(open) : [], (path) => judgeReal(placeOf(path).path, undefined)) ??
      judgeAnywhere(one) ??
      judgeUnknown(one)
    )
  }

  /** Whether a name that does not climb could lead from the folder to what is protected, if there is no link. */
  const mayLead = (folder: string): boolean =>
    places(folder, drive).some(
      ({ names }) => names[0] === 'proc' || names[0] === 'dev' || guarded.some((one) => isAbove(names, one)),
    )

  const judgeJoined = (bases: readonly Read[], reads: readonly Read[]): FloorDenial | undefined => {
    const withAll = joinable(reads)
    const withReaching = joinable(
      reads.filter((one) => one.isShaped || one.relative.some((name) => climbs(name) || namesSecret(name))),
    )
    let pairs = 0
    for (const base of bases) {
      const started = base.relative.flatMap((name) => starts.map((start) => `${start}/${name}`))
      const folders = [...base.absolute, ...started]
      const leading = folders.filter(mayLead)
      for (const one of leading.length > 0 ? withAll(base) : withReaching(base))
        for (const name of one.relative) {
          const mayBeSecret = namesSecret(name)
          for (const folder of one.isShaped || mayBeSecret || climbs(name) ? folders : leading) {
            pairs += 1
            if (pairs > LIMITS.floorPairsMax) return tooMany('pairs of paths', LIMITS.floorPairsMax)
            const path = `${folder}/${name}`
            if (mayBeSecret && isOwnSecret(placeOf(path).names)) return OWN_SECRET
            const denial = judgePath(path, one)
            if (denial !== undefined) return denial
          }
        }
    }
    return undefined
  }

  const readAll = (all: readonly Argument[]): readonly Read[] | undefined => {
    const found = all.map(read)
    return found.every(isRead) ? found.flat() : undefined
  }

  return {
    /** @param relevant what must be held against the protected paths; @param folders what it could start from */
    judge(relevant: readonly Argument[], folders: readonly Argument[]): FloorDenial | undefined {
      if (Math.max(relevant.length, folders.length) > LIMITS.floorPathsMax)
        return tooMany('paths', LIMITS.floorPathsMax)
      const reads = readAll(relevant)
      const bases = readAll(folders)
      if (reads === undefined || bases === undefined) return UNREADABLE
      const basesOf = joinable(bases)
      const alone = (one: Read): FloorDenial | undefined =>
        judgeAlone(one, GLOB.test(one.argument.text) && !isEmpty(basesOf(one)))
      const joining = reads.filter(({ relative }) => relative.length > 0)
      return firstOf(reads, alone) ?? judgeJoined(bases, joining)
    },
  }
}

/** The folder and all above it, without the slash at their ends. */
function ancestors(folder: string): readonly string[] {
  const names = folder.split('/').filter((name) => name !== '')
  const root = folder.startsWith('/') ? '/' : ''
  return names.map((_, at) => root + names.slice(0, at + 1).join('/')).concat(root === '/' ? [''] : [])
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) return false
  return true
}

function isRead(one: readonly Read[] | undefined): one is readonly Read[] {
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
