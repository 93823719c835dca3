import type { Judgement } from '../judgement.ts'
import type { PathGlobs } from './path-globs.ts'
import { isExempt, judgeSubject } from './judge-subject.ts'
import type { SubjectPath } from './subject-path.ts'

/** A query of names and values, a fragment, or what closes the brackets that a text stands in; never another name of a file. */
const DRESS = /^(?:[)\]}\u0085]+|(?:\?(?:[A-Za-z_]\w*(?:=[^?#]*)?)?)?(?:#[\w-]*)?)$/

/**
 * One reading of a text that may have something behind its path. A path that the list takes out stays out with a query
 * behind it: `.env.example?ref=main` is the example, although its name would be that of an environment file.
 */
export function judgeDressed(path: SubjectPath, globs: PathGlobs): Judgement {
  const found = judgeSubject(path, globs)
  const bare = found.truth === 'false' ? undefined : undressed(path)
  return bare !== undefined && isExempt(bare, globs) ? { truth: 'false' } : found
}

function undressed(path: SubjectPath): SubjectPath | undefined {
  const at = path.segments.findIndex((name) => /[?#)\]}\u0085]/.test(name))
  const name = path.segments[at] ?? ''
  const end = name.search(/[?#)\]}\u0085]/)
  const dress = [name.slice(end), ...path.segments.slice(at + 1)].join('/')
  return at >= 0 && end > 0 && DRESS.test(dress)
    ? { ...path, segments: [...path.segments.slice(0, at), name.slice(0, end)] }
    : undefined
}
