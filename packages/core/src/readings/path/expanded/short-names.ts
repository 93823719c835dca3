import { LIMITS } from '../../../limits.ts'
import { isAnyName } from '../glob-halves.ts'
import type { PathGlob } from '../path-glob.ts'
import { foldSegment } from '../path-segments.ts'
import type { SegmentGlob } from '../segment-glob.ts'

/** A name that FAT and NTFS give to a file with a longer one: 8 characters, a dot and 3 at most. */
const SHORT_NAME = /^(?=[^.]{3,8}(?:\.|$))([^~.]{1,6})~([0-9]{1,6})(?:\.([^.]{0,3}))?$/

/** After a few such names of one beginning NTFS makes them of two letters and four digits of a sum. */
const WITH_SUM = /^(.{2})[0-9a-f]{4}$/

/** What is compared of a name in a glob: the characters that a short one begins with, and its ending. */
interface Compared {
  readonly begins: string
  /** Whether more follows of which the list says nothing. */
  readonly isOpen: boolean
  /** Absent where it can be any. */
  readonly ending?: string | undefined
  /** Of a name that begins with a wildcard, but for dots, what stands before its ending. */
  readonly within?: string
}

interface Listed {
  readonly compared: Compared
  readonly name: SegmentGlob
  readonly glob: PathGlob
}

interface Short {
  readonly stem: string
  readonly ending: string
  /** As long as it can be, so that more may follow; otherwise it is all of the name. */
  readonly isCut: boolean
}

/** With the number behind the tilde. */
const STEM_CHARS = 7

/** The names in globs of a list that a short name could stand for, each with the globs that hold it. */
export type ShortNames = (segment: string) => ShortOf

export type ShortOf = ReadonlyMap<SegmentGlob, PathGlob>

const OF_NONE: ShortOf = new Map()

export function shortNames(globs: readonly PathGlob[]): ShortNames {
  let filed: ReadonlyMap<string, readonly Listed[]> | undefined
  /** By all that is compared of a short name, so that the number in it makes no new one. */
  const known = new Map<string, ShortOf>()
  return (segment) => {
    const short = readShort(segment)
    if (short === undefined) return OF_NONE
    const key = `${short.stem}.${short.ending}${short.isCut ? '~' : ''}`
    const before = known.get(key)
    if (before !== undefined) return before
    filed ??= Map.groupBy(globs.flatMap(listedNames), ({ compared }) => compared.begins.charAt(0))
    const found = [short.stem.charAt(0), '']
      .flatMap((first) => filed?.get(first) ?? [])
      .filter(({ compared }) => couldBe(short, compared))
    const of: ShortOf = found.length === 0 ? OF_NONE : new Map(found.map(({ name, glob }) => [name, glob]))
    if (known.size >= LIMITS.pathNamesMax) known.clear()
    known.set(key, of)
    return of
  }
}

function readShort(segment: string): Short | undefined {
  if (!segment.includes('~')) return undefined
  const [, stem = '', count = '', ending = ''] = SHORT_NAME.exec(foldSegment(segment)) ?? []
  return stem === '' ? undefined : { stem, ending, isCut: stem.length + count.length >= STEM_CHARS }
}

function listedNames(glob: PathGlob): readonly Listed[] {
  return glob.excludes
    ? []
    : glob.parts
        .flat()
        .filter((name) => !isAnyName(name))
        .map((name) => ({ name, glob, compared: comparedOf(name) }))
}

function comparedOf({ folded, literal }: SegmentGlob): Compared {
  const { only, head, tail } = folded
  if (only !== undefined) return { begins: shortened(only), isOpen: false, ending: endingOf(only) }
  const dot = tail.lastIndexOf('.')
  const [stem, ending] = dot === -1 ? [tail, undefined] : [tail.slice(0, dot), tail.slice(dot + 1)]
  const middle = head.includes(literal) || tail.includes(literal) ? '' : literal
  return {
    begins: shortened(head),
    isOpen: true,
    ending: ending?.slice(0, 3),
    within: shortened(head) === '' ? withoutDots(`${middle}${stem}`) : '',
  }
}

/** Dots and blanks go, and what FAT has no sign for is a line below. */
function shortened(name: string): string {
  const bare = name.replace(/^[. ]+/, '')
  const dot = bare.lastIndexOf('.')
  return withoutDots(dot === -1 ? bare : bare.slice(0, dot))
}

function withoutDots(name: string): string {
  return name.replace(/[. ]/g, '').replace(/[+,;=[\]]/g, '_')
}

function endingOf(name: string): string {
  const bare = name.replace(/^[. ]+/, '')
  const dot = bare.lastIndexOf('.')
  return dot === -1 ? '' : bare.slice(dot + 1, dot + 4)
}

function couldBe({ stem, ending, isCut }: Short, listed: Compared): boolean {
  const { begins, isOpen, within = '' } = listed
  if (listed.ending !== undefined && listed.ending !== ending) return false
  if (within !== '') return overlaps(stem, within)
  const sum = WITH_SUM.exec(stem)?.[1]
  if (sum !== undefined && begins.startsWith(sum)) return true
  if (isOpen && stem.startsWith(begins)) return true
  return isCut ? begins.startsWith(stem) : begins === stem
}

/** Whether the second text could begin within the first, by two characters or more. */
function overlaps(stem: string, text: string): boolean {
  for (let at = 0; at + 2 <= stem.length; at += 1)
    if (text.startsWith(stem.slice(at, at + text.length))) return true
  return false
}
