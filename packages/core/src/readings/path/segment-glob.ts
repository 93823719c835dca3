import { parseGlob, type Glob } from '../../match/glob.ts'
import { foldSegment } from './path-segments.ts'

/** A pattern for the name of one file or folder, in the three strengths with which names are compared. */
export interface SegmentGlob {
  /** As written. */
  readonly exact: Glob
  /** Without the case of ASCII letters, as Windows compares names on every volume. */
  readonly windows: Glob
  /** For names that `foldSegment` has folded. */
  readonly folded: Glob
  /** What `folded` was read from. */
  readonly text: string
  /** The longest text that every matching name holds, folded; empty where there is none. */
  readonly literal: string
}

/**
 * Why the text cannot be one segment of a path glob: `*` is a run within the segment, `?` one character, `[a-c]` one
 * of those. Nothing else has a meaning, so what other glob languages would read more into is refused.
 */
export function segmentGlobProblem(text: string): string | undefined {
  if (text === '') return 'it has an empty segment'
  if (text === '.' || text === '..') return 'write it without `.` and `..`'
  if (text.includes('**')) return '`**` stands alone between slashes'
  if (/[{}]/.test(text)) return 'braces are not expanded; write one glob for each'
  if (/[+@!?*]\([^)]*\)/.test(text)) return 'groups in parentheses are not expanded; write one glob for each'
  if (/[. ]$/.test(text)) return 'a segment ends in a dot or a space'
  return classProblem(text)
}

function classProblem(text: string): string | undefined {
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at)) {
    const end = text.indexOf(']', at + 2)
    if (end === -1) return 'a `[` is not closed'
    const members = text.slice(at + 1, end)
    if (/^[!^]/.test(members)) return 'a class says which characters it holds, not which it leaves out'
    // Only these are folded one by one, so that a class still holds what it held.
    if (!/^(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[^-])+$/.test(members) || /[^ -~]/.test(members))
      return 'a class holds ASCII characters and ranges within `a-z`, `A-Z` or `0-9`'
    at = end + 1
  }
  const parsed = parseGlob(text)
  return parsed.ok ? undefined : parsed.problem
}

/** The pattern of a text that `segmentGlobProblem` lets pass. */
export function segmentGlob(text: string): SegmentGlob | undefined {
  const [exact, windows, folded] = [text, asciiLower(text), foldSegment(text)].map(parseGlob)
  if (exact?.ok !== true || windows?.ok !== true || folded?.ok !== true) return undefined
  return {
    exact: exact.glob,
    windows: windows.glob,
    folded: folded.glob,
    text: foldSegment(text),
    literal: literalOf(foldSegment(text)),
  }
}

function literalOf(text: string): string {
  const literals = text.split(/[*?]|\[[^][^\]]*\]/)
  return literals.reduce((best, literal) => (literal.length > best.length ? literal : best), '')
}

/** Windows compares names without case; beyond ASCII its table depends on the volume, so nothing else is folded. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
