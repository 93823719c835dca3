import { LIMITS } from '../../limits.ts'

const CONTROL = /\p{Cc}/u

/**
 * A percent-triplet that decodes to `.`, `/`, `\`, a control, or to the lead byte of an overlong form of them,
 * however often the percent sign itself is encoded.
 */
const ENCODED = /%(?:25)*(?:2[ef]|5c|[01][0-9a-f]|7f|c[01]|c2%(?:25)*[89][0-9a-f]|u00)/i

const ASCII = /^[\0-\x7f]*$/

/** Characters that some file systems ignore in names (HFS+ does). */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

/** What makes a path ambiguous in either style; undefined when nothing does. */
export function ambiguousTextProblem(text: string): string | undefined {
  if (text.length > LIMITS.pathCharsMax) return `it is longer than ${LIMITS.pathCharsMax} characters`
  if (CONTROL.test(text)) return 'it has a control character'
  if (!text.isWellFormed()) return 'it has a lone surrogate'
  if (text.startsWith('~')) return 'it starts with `~`, which a shell expands'
  if (/^file:/i.test(text)) return 'it is a `file:` URL, not a path'
  if (ENCODED.test(text)) return 'it has a percent-triplet that decodes to a separator, a dot or a control'
  return undefined
}

/** What makes one segment ambiguous in either style. */
export function ambiguousSegmentProblem(segment: string): string | undefined {
  if (segment === '.' || segment === '..') return undefined
  const compatible = ASCII.test(segment) ? segment : segment.replace(IGNORABLE, '').normalize('NFKC')
  if (compatible === '.' || compatible === '..' || /[/\\]/.test(compatible))
    return 'a segment turns into dots or separators when it is normalised'
  // Below a file of HFS+ and APFS these are its forks, the contents among them.
  if (foldSegment(segment) === '..namedfork') return 'a segment names a fork of a file'
  return undefined
}

/** Removes `.` and empty segments and resolves `..`; above the top it stays at the top. */
export function resolveSegments(segments: readonly string[]): readonly string[] {
  const resolved: string[] = []
  for (const segment of segments) {
    if (segment === '..') resolved.pop()
    else if (segment !== '' && segment !== '.') resolved.push(segment)
  }
  return resolved
}

/** Equal for all names that any file system in use takes for one: case, normal forms and ignorables are folded. */
export function foldSegment(segment: string): string {
  if (ASCII.test(segment)) return segment.toLowerCase()
  return segment.replace(IGNORABLE, '').normalize('NFD').toUpperCase().toLowerCase().normalize('NFC')
}
