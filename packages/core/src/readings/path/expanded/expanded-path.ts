import { LIMITS } from '../../../limits.ts'
import type { Judgement } from '../../judgement.ts'
import type { PathGlobs } from '../path-globs.ts'
import { isExempt, judgeSubject, mayHangOn } from '../judge-subject.ts'
import { coversSegments, type PathGlob } from '../path-glob.ts'
import { loosenSegment, type SubjectPath } from '../subject-path.ts'
import { hasWildcard, wildcardPaths } from './wildcard-names.ts'
import { type WildcardWork, wildcardWork } from './wildcard-work.ts'

const FALSE: Judgement = { truth: 'false' }
const SHORT: Judgement = {
  truth: 'error',
  problem: 'a segment could be the 8.3 short name of one of the list',
}
const DOUBT: Judgement = {
  truth: 'error',
  problem: 'a reader that expands wildcards could come to a name of the list',
}

const TOO_MANY: Judgement = {
  truth: 'error',
  problem: 'the call has more names with wildcards than are looked up',
}

/** In doubt where wildcards or a short name could stand for a name of the list: tools expand the one, Windows the other. */
export function judgeWildcards(
  path: SubjectPath,
  globs: PathGlobs,
  work: WildcardWork = wildcardWork(),
): Judgement {
  if (hasTilde(path.segments) && isShortOfListed(path, globs)) return SHORT
  if (!hasWildcard(path.segments)) return FALSE
  if (work.left < 0) return TOO_MANY
  const max = Math.min(LIMITS.wildcardNamesMax, LIMITS.wildcardWorkMax / path.segments.length)
  let tries = 0
  for (const segments of wildcardPaths(path.segments, globs.names, work)) {
    tries += 1
    if (tries > max || judgeSubject({ ...path, segments }, globs).truth !== 'false') return DOUBT
  }
  return work.left < 0 ? TOO_MANY : FALSE
}

/** The same of what braces were expanded to, which can be a path of the list as it stands. */
export function judgeExpanded(path: SubjectPath, globs: PathGlobs, work?: WildcardWork): Judgement {
  return judgeSubject(path, globs).truth === 'false' ? judgeWildcards(path, globs, work) : DOUBT
}

/**
 * Whether a glob covers the path where every short name in it stands for any name that it could. Linear: each segment
 * is looked up once, and only the globs that hold a name of some short one are held against the path.
 */
function isShortOfListed(path: SubjectPath, globs: PathGlobs): boolean {
  const loosened = path.segments.map(loosenSegment)
  const shortOf = new Map(loosened.map((segment) => [segment, globs.shortNames(segment)]))
  const likely = new Set<PathGlob>()
  for (const names of new Set(shortOf.values())) for (const glob of names.values()) likely.add(glob)
  for (const glob of likely)
    if (
      mayHangOn(glob, path) &&
      coversSegments(
        glob,
        loosened,
        (name, segment) => shortOf.get(segment)?.has(name) === true || name.folded.test(segment),
      )
    )
      return !isExempt(path, globs)
  return false
}

function hasTilde(segments: readonly string[]): boolean {
  return segments.some((segment) => segment.includes('~'))
}
