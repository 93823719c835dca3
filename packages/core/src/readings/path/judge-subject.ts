import type { Judgement } from '../judgement.ts'
import { coversSegments, type PathGlob } from './path-glob.ts'
import type { PathGlobs } from './path-globs.ts'
import { asciiLower } from './segment-glob.ts'
import { loosenSegment, type SubjectPath } from './subject-path.ts'

const FALSE: Judgement = { truth: 'false' }

/** One reading of a text against the list: in some glob and in none that is written with `!`, in strong Kleene logic. */
export function judgeSubject(path: SubjectPath, globs: PathGlobs): Judgement {
  const { inside, excluded } = meetAll(path, globs)
  if (inside.truth === 'false' || excluded.truth === 'true') return FALSE
  return excluded.truth === 'error' ? excluded : inside
}

/** Whether the list takes a path out for certain. */
export function isExempt(path: SubjectPath, globs: PathGlobs): boolean {
  return meetAll(path, globs).excluded.truth === 'true'
}

function meetAll(path: SubjectPath, globs: PathGlobs): { inside: Judgement; excluded: Judgement } {
  const loosened = path.segments.map(loosenSegment)
  let inside = FALSE
  let excluded = FALSE
  for (const glob of globs.candidates(path.segments, loosened)) {
    const met = meet(glob, path, loosened)
    if (glob.excludes) excluded = either(excluded, met)
    else inside = either(inside, met)
  }
  return { inside, excluded }
}

/** True if one of the two is, else an error if one of them is. */
export function either(left: Judgement, right: Judgement): Judgement {
  if (left.truth === 'true' || right.truth === 'false') return left
  return right.truth === 'true' || left.truth === 'false' ? right : left
}

function meet(glob: PathGlob, path: SubjectPath, loosened: readonly string[]): Judgement {
  const pattern = glob.text
  const doubt = (problem: string): Judgement => ({ truth: 'error', problem, pattern })
  const elsewhere = glob.root === undefined ? undefined : rootProblem(glob.root, path)
  if (elsewhere === 'outside') return FALSE
  if (elsewhere !== undefined) return doubt(elsewhere)
  const isWindows = path.volume !== '' && path.volume !== '/'
  const exact = coversSegments(glob, path.segments, (name, segment) =>
    isWindows ? name.windows.test(asciiLower(segment)) || name.exact.test(segment) : name.exact.test(segment),
  )
  if (exact && glob.root !== undefined && glob.root.volume !== path.volume)
    return doubt('it may be another path than the one from the root')
  if (exact) return { truth: 'true', pattern }
  return coversSegments(glob, loosened, (name, segment) => name.folded.test(segment))
    ? doubt('only case, a normal form or what Windows removes from names keeps it out')
    : FALSE
}

/** `outside` when the path hangs on another root for certain, undefined when it hangs on this one. */
function rootProblem(root: NonNullable<PathGlob['root']>, path: SubjectPath): string | undefined {
  if (path.style === 'relative') return 'it is relative, and the glob has a root'
  if (path.style === 'word') return undefined
  if (path.style !== root.style) return `the glob is one of ${root.style} paths, and it is none`
  if (path.volume === root.volume) return undefined
  return path.volume.startsWith('\\\\') ? 'a share may be another name of the same folder' : 'outside'
}
