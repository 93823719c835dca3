import { LIMITS } from '../../limits.ts'
import type { PathStyle } from './parsed-path.ts'
import { ambiguousTextProblem } from './path-segments.ts'
import { segmentGlob, segmentGlobProblem, type SegmentGlob } from './segment-glob.ts'

/** One glob over paths, read once. */
export interface PathGlob {
  /** As written. */
  readonly text: string
  /** Written with `!`: what it matches is taken out of the list. */
  readonly excludes: boolean
  /** What its first segment hangs on; absent when it begins with `**` and holds anywhere. */
  readonly root?: { readonly style: PathStyle; readonly volume: string }
  /** The segments between one `**` and the next; the first part stands at the start, the last one at the end. */
  readonly parts: readonly (readonly SegmentGlob[])[]
}

const START = /^(?<excludes>!?)(?<volume>[A-Za-z]:\/|\/|(?=\*\*(?:\/|$)))(?<rest>.*)$/su

/** Why the text cannot be a path glob; undefined when it can. */
export function pathGlobProblem(text: string): string | undefined {
  const problem = textProblem(text) ?? shapeProblem(text)
  return problem === undefined ? undefined : `\`${text}\` cannot be a path glob: ${problem}`
}

function textProblem(text: string): string | undefined {
  if (text.length > LIMITS.patternCharsMax) return `it is longer than ${LIMITS.patternCharsMax} characters`
  if (text.includes('\\')) return 'write `/`, on Windows too; a backslash escapes nothing'
  const problem = ambiguousTextProblem(text.replace(/^!/, ''))
  if (problem !== undefined) return problem
  return text !== text.normalize('NFC') || /\p{Default_Ignorable_Code_Point}/u.test(text)
    ? 'it is not in normal form C, or has characters that nobody sees'
    : undefined
}

function shapeProblem(text: string): string | undefined {
  const start = START.exec(text)?.groups
  if (start === undefined) return 'a glob begins with `**/` (at any depth), `/` or a drive such as `C:/`'
  const segments = segmentsOf(start['rest'] ?? '')
  return segments.map((segment) => (segment === '**' ? undefined : segmentGlobProblem(segment))).find(isText)
}

function isText(text: string | undefined): text is string {
  return text !== undefined
}

/** The root alone has no segments. */
function segmentsOf(rest: string): readonly string[] {
  return rest === '' ? [] : rest.split('/')
}

/** The glob that a validated text stands for; undefined for a text that `pathGlobProblem` refuses. */
export function pathGlob(text: string): PathGlob | undefined {
  const start = START.exec(text)?.groups
  if (start === undefined || pathGlobProblem(text) !== undefined) return undefined
  const parts: SegmentGlob[][] = [[]]
  for (const segment of segmentsOf(start['rest'] ?? '')) {
    const glob = segment === '**' ? undefined : segmentGlob(segment)
    if (glob === undefined) parts.push([])
    else parts.at(-1)?.push(glob)
  }
  const volume = start['volume'] ?? ''
  const excludes = start['excludes'] === '!'
  if (volume === '') return { text, excludes, parts }
  return volume === '/'
    ? { text, excludes, parts, root: { style: 'posix', volume } }
    : { text, excludes, parts, root: { style: 'windows', volume: volume.slice(0, 2).toUpperCase() } }
}

/** How a segment of a path is held against a segment of a glob. */
export type SegmentTest = (glob: SegmentGlob, segment: string) => boolean

/**
 * Whether the glob's parts cover all segments. Each part between two `**` is taken at the first place where it fits,
 * since an earlier place leaves more to the rest; so no segment is held against the same one of the glob twice.
 */
export function coversSegments({ parts }: PathGlob, segments: readonly string[], test: SegmentTest): boolean {
  const fits = (part: readonly SegmentGlob[], at: number): boolean =>
    part.every((glob, index) => test(glob, segments[at + index] ?? ''))
  const [head = [], ...others] = parts
  const tail = others.pop()
  if (tail === undefined) return head.length === segments.length && fits(head, 0)
  const end = segments.length - tail.length
  if (end < head.length || !fits(head, 0) || !fits(tail, end)) return false
  let at = head.length
  for (const part of others) {
    while (at + part.length <= end && !fits(part, at)) at += 1
    if (at + part.length > end) return false
    at += part.length
  }
  return true
}
