import { compilePathGlobs, type PathGlobs } from '../../readings/path/path-globs.ts'
import { judgePathMatches } from '../../readings/path/path-matches.ts'
import { judgePathWithin, type PathBounds, pathRoot } from '../../readings/path/path-within.ts'
import { readSubjectPath, type SubjectPath } from '../../readings/path/subject-path.ts'
import { invalidOperand } from './invalid-operand.ts'
import { readingTest } from './reading-test.ts'
import type { ValueTest } from './value-test.ts'

/** `path_within`: inside one of the roots and none of the exceptions for certain, or not for certain, or an error. */
export function pathWithinTest(roots: readonly string[], bounds: PathBounds): ValueTest {
  const places = roots.map((text) => {
    const root = pathRoot(text)
    if (root === undefined) throw invalidOperand('path_within', 'an absolute path')
    return root
  })
  return readAsPath(readingTest((text) => judgePathWithin(text, places, bounds)))
}

/** `path_matches`: one of the globs covers the path, as `path_within` reads it. */
export function pathMatchesTest(globs: PathGlobs): ValueTest {
  return readAsPath(readingTest((text) => judgePathMatches(text, globs)))
}

/** What is found in a path is told with the path as it is read. */
function readAsPath(test: ValueTest): ValueTest {
  return {
    ...test,
    found: (shown, value) => {
      const read = typeof shown === 'string' ? readSubjectPath(shown) : undefined
      const reads = read?.ok === true ? read.paths.map(subjectText)[0] : undefined
      return { ...test.found?.(shown, value), ...(reads !== undefined && reads !== shown && { reads }) }
    },
  }
}

function subjectText({ volume, segments }: SubjectPath): string {
  return volume === '' || volume.endsWith('/')
    ? `${volume}${segments.join('/')}`
    : [volume, ...segments].join('/')
}

/** A list of path globs that a loader has checked. */
export function pathGlobs(operator: string, texts: readonly string[]): PathGlobs {
  const globs = compilePathGlobs(texts)
  if (globs === undefined) throw invalidOperand(operator, 'a list of path globs')
  return globs
}
