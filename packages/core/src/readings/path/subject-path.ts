import { pathStyle, readAbsolutePath } from './absolute-path.ts'
import { ambiguousSegmentProblem, ambiguousTextProblem, foldSegment } from './path-segments.ts'

/**
 * A path that is held against globs. `relative`: it hangs on a folder that nobody here knows. `word`: a text that may
 * be no path at all, so a glob with a root speaks of it only if it would match from that root.
 */
export interface SubjectPath {
  readonly style: 'posix' | 'windows' | 'relative' | 'word'
  /** `/`, `C:`, `\\server\share`; empty for `relative` and for a `word` without a root. */
  readonly volume: string
  /** Resolved. */
  readonly segments: readonly string[]
}

/** Several paths are the readings that servers of different systems make of one text. */
export type ReadSubject =
  | { readonly ok: true; readonly paths: readonly SubjectPath[] }
  | { readonly ok: false; readonly problem: string }

/** Reads a path as `path_within` does, and a relative one too; whatever is ambiguous is a problem. */
export function readSubjectPath(text: string): ReadSubject {
  const style = pathStyle(text)
  if (style === undefined) return readRelativePath(text)
  const read = readAbsolutePath(text, style)
  return read.ok ? { ok: true, paths: [read.path] } : read
}

/** With backslashes in it, a text is two paths: that of a Windows server and that of any other. */
function readRelativePath(text: string): ReadSubject {
  const names = text.split(/[\\/]/)
  const problem =
    ambiguousTextProblem(text) ??
    relativeProblem(text) ??
    names.map(ambiguousSegmentProblem).find((found) => found !== undefined)
  if (problem !== undefined) return { ok: false, problem }
  const readings = text.includes('\\') ? [text.split('/'), names] : [names]
  const resolved = readings.map(resolveBelow)
  return resolved.every((segments) => segments !== undefined)
    ? { ok: true, paths: resolved.map((segments) => ({ style: 'relative', volume: '', segments })) }
    : { ok: false, problem: 'it climbs above where it starts' }
}

function relativeProblem(text: string): string | undefined {
  if (text === '') return 'it is empty'
  if (text.startsWith('\\')) return 'it starts with a backslash'
  if (/^[A-Za-z]:/.test(text)) return 'it hangs on the working directory of a drive'
  return undefined
}

/** As `resolveSegments` does; undefined for a path that climbs above its start. */
function resolveBelow(names: readonly string[]): readonly string[] | undefined {
  const segments: string[] = []
  for (const name of names) {
    if (name === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (name !== '' && name !== '.') segments.push(name)
  }
  return segments
}

/**
 * What any system makes of a name: the fold of `path_within`, without an alternate stream and without the dots and
 * spaces at the end that Windows removes.
 */
export function loosenSegment(segment: string): string {
  const folded = foldSegment(segment)
  const stream = folded.indexOf(':')
  const name = trimEnd(stream === -1 ? folded : folded.slice(0, stream))
  return name === '' ? folded : name
}

/** Not by a regular expression: a run of dots that is not at the end would be read again from each of its places. */
function trimEnd(name: string): string {
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1
  return name.slice(0, end)
}
