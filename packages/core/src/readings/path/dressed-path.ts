import type { Judgement } from '../judgement.ts'
import type { PathGlobs } from './path-globs.ts'
import { isExempt, judgeSubject } from './judge-subject.ts'
import type { SubjectPath } from './subject-path.ts'

/** A query of names and values, a fragment, or what closes the brackets that a text stands in; never another name of a file. */
const DRESS = /^(?:[)\]}\u0085]+|(?:\?(?:[A-Za-z_]\w*(?:=[^?#]*)?)?)?(?:#[\w-]*)?)$/

/** What stands before a path in the same word: an option, a revision, an item of a list. */
const BEFORE = /^.*[=:;,@|](?=.)/s

/**
 * One reading of a text that may have something around its path. A path that the list takes out stays out with a query
 * behind it or a revision before it: `.env.example?ref=main` is the example, although its name would be that of an
 * environment file, and so is `HEAD:certs/ca.pem`.
 */
export function judgeDressed(path: SubjectPath, globs: PathGlobs): Judgement {
  const found = judgeSubject(path, globs)
  return found.truth !== 'false' && isTakenOut(path, globs) ? { truth: 'false' } : found
}

/** Whether the list takes a path out, by itself or without what stands around it. */
export function isTakenOut(path: SubjectPath, globs: PathGlobs): boolean {
  return isExempt(undressed(path), globs) || isExempt(undressed(withoutBefore(path)), globs)
}

function withoutBefore(path: SubjectPath): SubjectPath {
  const [first = '', ...others] = path.segments
  return { ...path, segments: [first.replace(BEFORE, ''), ...others] }
}

function undressed(path: SubjectPath): SubjectPath {
  const at = path.segments.findIndex((name) => /[?#)\]}\u0085]/.test(name))
  const name = path.segments[at] ?? ''
  const end = name.search(/[?#)\]}\u0085]/)
  const dress = [name.slice(end), ...path.segments.slice(at + 1)].join('/')
  return at >= 0 && end > 0 && DRESS.test(dress)
    ? { ...path, segments: [...path.segments.slice(0, at), name.slice(0, end)] }
    : path
}
