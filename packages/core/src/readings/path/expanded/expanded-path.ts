import { LIMITS } from '../../../limits.ts'
import type { Judgement } from '../../judgement.ts'
import type { PathGlobs } from '../path-globs.ts'
import { judgeSubject } from '../judge-subject.ts'
import type { SubjectPath } from '../subject-path.ts'
import { hasShortName } from './short-names.ts'
import { hasWildcard, wildcardPaths } from './wildcard-names.ts'

const FALSE: Judgement = { truth: 'false' }
const SHORT: Judgement = {
  truth: 'error',
  problem: 'a segment could be the 8.3 short name of one of the list',
}
const DOUBT: Judgement = {
  truth: 'error',
  problem: 'a reader that expands wildcards could come to a name of the list',
}

/** In doubt where wildcards or a short name could stand for a name of the list: tools expand the one, Windows the other. */
export function judgeWildcards(path: SubjectPath, globs: PathGlobs): Judgement {
  if (hasShortName(path.segments) && isShortOfListed(path, globs)) return SHORT
  if (!hasWildcard(path.segments)) return FALSE
  const max = Math.min(LIMITS.wildcardNamesMax, LIMITS.wildcardWorkMax / path.segments.length)
  let tries = 0
  for (const segments of wildcardPaths(path.segments, globs.names)) {
    tries += 1
    if (tries > max || judgeSubject({ ...path, segments }, globs).truth !== 'false') return DOUBT
  }
  return FALSE
}

/** The same of what braces were expanded to, which can be a path of the list as it stands. */
export function judgeExpanded(path: SubjectPath, globs: PathGlobs): Judgement {
  return judgeSubject(path, globs).truth === 'false' ? judgeWildcards(path, globs) : DOUBT
}

function isShortOfListed(path: SubjectPath, globs: PathGlobs): boolean {
  let tries = 0
  return path.segments.some((segment, at) =>
    globs.shortNames(segment).some((name) => {
      tries += 1
      const stands = { ...path, segments: path.segments.with(at, name) }
      return tries > LIMITS.wildcardWorkMax || judgeSubject(stands, globs).truth !== 'false'
    }),
  )
}
