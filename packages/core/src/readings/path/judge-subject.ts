import type { Judgement } from '../judgement.ts'
import { coversSegments, type PathGlob } from './path-glob.ts'
import type { PathGlobs } from './path-globs.ts'
import { asciiLower } from './segment-glob.ts'
import { loosenSegment, type SubjectPath } from './subject-path.ts'

const FALSE: Judgement = { truth: 'false' }

/** One reading of a text against the list: in some glob and in none that is written with `!`, in strong Kleene logic. */
export function judgeSubject(path: SubjectPath, globs: PathGlobs): Judgement {
  const meets = meeting(path, globs)
  const inside = meets(false)
  if (inside.truth === 'false') return FALSE
  const excluded = meets(true)
  if (excluded.truth === 'true') return FALSE
  return excluded.truth === 'error' ? excluded : inside
}

/** Whether the list takes a path out for certain. */
export function isExempt(path: SubjectPath, globs: PathGlobs): boolean {
  return meeting(path, globs)(true).truth === 'true'
}

/** What a path meets among the globs with `!`, or among those without. */
function meeting(path: SubjectPath, globs: PathGlobs): (excludes: boolean) => Judgement {
  const loosened = path.segments.map(loosenSegment)
  const candidates = [...globs.candidates(path.segments, loosened)]
  return (excludes) =>
    candidates
      .filter((glob) => glob.excludes === excludes)
      .reduce<Judgement>((found, glob) => either(found, meet(glob, path, loosened)), FALSE)
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

/** Whether the path could hang on what the glob hangs on. */
export function mayHangOn({ root }: PathGlob, path: SubjectPath): boolean {
  return root === undefined || rootProblem(root, path) !== 'outside'
}

/** `outside` when the path hangs on another root for certain, undefined when it hangs on this one. */
function rootProblem(root: NonNullable<PathGlob['root']>, path: SubjectPath): string | undefined {
  if (path.style === 'relative') return 'it is relative, and the glob has a root'
  if (path.style === 'word') return undefined
  if (path.style !== root.style) return `the glob is one of ${root.style} paths, and it is none`
  if (path.volume === root.volume) return undefined
  return path.volume.startsWith('\\\\') ? 'a share may be another name of the same folder' : 'outside'
}
