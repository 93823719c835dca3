import { LIMITS } from '../../../limits.ts'
import { isAnyName } from '../glob-halves.ts'
import type { PathGlob } from '../path-glob.ts'
import type { SegmentGlob } from '../segment-glob.ts'
import { foldSegment } from '../path-segments.ts'

/** A name that FAT and NTFS give to a file with a longer one: 8 characters, a dot and 3 at most. */
const SHORT_NAME = /^(?=[^.]{3,8}(?:\.|$))([^~.]{1,6})~([0-9]{1,6})(?:\.([^.]{0,3}))?$/

/** After a few such names of one beginning NTFS makes them of two letters and four digits of a sum. */
const WITH_SUM = /^(.{2})[0-9a-f]{4}$/

/** What is compared of a listed name: the characters that a short one begins with, and its ending. */
interface Listed {
  readonly name: string
  readonly begins: string
  /** Whether more follows of which the list says nothing. */
  readonly isOpen: boolean
  /** Absent where it can be any. */
  readonly ending?: string | undefined
  /** Of a name that begins with a wildcard, but for dots, what stands before its ending. */
  readonly within?: string
}

interface Short {
  readonly stem: string
  readonly ending: string
  /** As long as it can be, so that more may follow; otherwise it is all of the name. */
  readonly isCut: boolean
}

/** With the number behind the tilde. */
const STEM_CHARS = 7

/** The names of a list that a short name could stand for. */
export type ShortNames = (segment: string) => readonly string[]

export function shortNames(globs: readonly PathGlob[]): ShortNames {
  let filed: ReadonlyMap<string, readonly Listed[]> | undefined
  const find = (short: Short): readonly string[] => {
    filed ??= Map.groupBy(globs.flatMap(listedNames), ({ begins }) => begins.charAt(0))
    return [short.stem.charAt(0), '']
      .flatMap((first) => filed?.get(first)?.filter((one) => couldBe(short, one)) ?? [])
      .map(({ name }) => name)
  }
  /** Numbers differ where all else is the same. */
  const known = new Map<string, readonly string[]>()
  return (segment) => {
    const [, stem = '', count = '', ending = ''] = SHORT_NAME.exec(foldSegment(segment)) ?? []
    if (stem === '') return NONE
    const isCut = stem.length + count.length >= STEM_CHARS
    const key = `${stem}~${isCut}.${ending}`
    const found = known.get(key) ?? find({ stem, ending, isCut })
    if (known.size >= LIMITS.pathNamesMax) known.clear()
    known.set(key, found)
    return found
  }
}

const NONE: readonly string[] = Object.freeze([])

function listedNames({ parts, excludes }: PathGlob): readonly Listed[] {
  return excludes
    ? []
    : parts
        .flat()
        .filter((name) => !isAnyName(name))
        .map(listedName)
}

export function hasShortName(segments: readonly string[]): boolean {
  return segments.some((segment) => segment.includes('~') && SHORT_NAME.test(segment))
}

function listedName({ folded, literal }: SegmentGlob): Listed {
  const { only, head, tail } = folded
  if (only !== undefined)
    return { name: only, begins: shortened(only), isOpen: false, ending: endingOf(only) }
  const dot = tail.lastIndexOf('.')
  const [stem, ending] = dot === -1 ? [tail, undefined] : [tail.slice(0, dot), tail.slice(dot + 1)]
  const middle = head.includes(literal) || tail.includes(literal) ? '' : literal
  return {
    name: `${head}${middle}${tail}`,
    begins: shortened(head),
    isOpen: true,
    ending: ending?.slice(0, 3),
    within: shortened(head) === '' ? `${middle}${stem}` : '',
  }
}

/** Dots and blanks go, and what FAT has no sign for is a line below. */
function shortened(name: string): string {
  const bare = name.replace(/^[. ]+/, '')
  const dot = bare.lastIndexOf('.')
  return (dot === -1 ? bare : bare.slice(0, dot)).replace(/[. ]/g, '').replace(/[+,;=[\]]/g, '_')
}

function endingOf(name: string): string {
  const bare = name.replace(/^[. ]+/, '')
  const dot = bare.lastIndexOf('.')
  return dot === -1 ? '' : bare.slice(dot + 1, dot + 4)
}

function couldBe({ stem, ending, isCut }: Short, listed: Listed): boolean {
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
