import { LIMITS } from '../../limits.ts'
import type { ReadPath } from './parsed-path.ts'
import { ambiguousSegmentProblem, ambiguousTextProblem, resolveSegments } from './path-segments.ts'

/**
 * Reads a POSIX path (IEEE 1003.1 section 4.16); exactly two leading slashes are implementation-defined there. The last
 * one is kept, since each root and each exception of a rule asks for the same.
 */
export function readPosixPath(text: string): ReadPath {
  if (last?.text !== text) last = { text, read: read(text) }
  return last.read
}

let last: { readonly text: string; readonly read: ReadPath } | undefined

function read(text: string): ReadPath {
  if (isPlain(text))
    return { ok: true, path: { style: 'posix', volume: '/', segments: resolveSegments(text.split('/')) } }
  const problem = ambiguousTextProblem(text) ?? shapeProblem(text)
  if (problem !== undefined) return { ok: false, problem }
  const segments = text.split('/')
  for (const segment of segments) {
    const ambiguous = ambiguousSegmentProblem(segment)
    if (ambiguous !== undefined) return { ok: false, problem: ambiguous }
  }
  return { ok: true, path: { style: 'posix', volume: '/', segments: resolveSegments(segments) } }
}

/** Signs of which no reader makes anything else. Most paths have no others, and one look tells. */
const PLAIN = /^\/(?!\/)[\w\-./@+,=]*$/
const FORK = /\.\.namedfork/i

function isPlain(text: string): boolean {
  return text.length <= LIMITS.pathCharsMax && PLAIN.test(text) && !(text.includes('..') && FORK.test(text))
}

function shapeProblem(text: string): string | undefined {
  if (text.includes('\\')) return 'it has a backslash'
  if (!text.startsWith('/')) return 'it is not absolute'
  if (/^\/\/(?!\/)/.test(text)) return 'it starts with exactly two slashes, which may name another host'
  return undefined
}
