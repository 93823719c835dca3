import type { Truth } from '../../rule.ts'
import type { Judgement } from '../judgement.ts'
import { pathStyle, readAbsolutePath } from './absolute-path.ts'
import type { AbsolutePath } from './parsed-path.ts'
import type { PathGlobs } from './path-globs.ts'
import { either } from './judge-subject.ts'
import { judgePathMatches } from './path-matches.ts'
import { foldSegment } from './path-segments.ts'
import { asciiLower } from './segment-glob.ts'
import { readSubjectPath } from './subject-path.ts'

/** One root of `path_within`, read once. */
export interface PathRoot {
  /** As written. */
  readonly text: string
  readonly path: AbsolutePath
  readonly folded: readonly string[]
}

/** Whether a value lies within a root, and if that cannot be said for certain, why. */
export interface PathVerdict {
  readonly truth: Truth
  readonly problem?: string
}

const WITHIN: PathVerdict = { truth: 'true' }
const OUTSIDE: PathVerdict = { truth: 'false' }

/** The root that a validated text stands for; undefined for a text that `absolutePathProblem` refuses. */
export function pathRoot(text: string): PathRoot | undefined {
  const style = pathStyle(text)
  const read = style === undefined ? undefined : readAbsolutePath(text, style)
  if (read === undefined || !read.ok) return undefined
  return { text, path: read.path, folded: read.path.segments.map(foldSegment) }
}

/** What `path_within` says beside its roots. */
export interface PathBounds {
  readonly except?: PathGlobs | undefined
  /** Whether a relative path that does not climb above its start is inside: the server resolves it in a folder of its own. */
  readonly relative?: boolean | undefined
}

/** Whether the path lies within one of the roots and is not among the exceptions, in strong Kleene logic. */
export function judgePathWithin(
  text: string,
  roots: readonly PathRoot[],
  { except, relative }: PathBounds = {},
): Judgement {
  const within =
    relative === true && pathStyle(text) === undefined
      ? judgeRelative(text)
      : roots
          .map((root): Judgement => ({ ...pathWithin(text, root), pattern: root.text }))
          .reduce(either, { truth: 'false' })
  if (except === undefined || within.truth === 'false') return within
  const excepted = judgePathMatches(text, except)
  if (excepted.truth === 'true') return { ...excepted, truth: 'false' }
  return excepted.truth === 'error' ? excepted : within
}

function judgeRelative(text: string): Judgement {
  const read = readSubjectPath(text)
  return read.ok ? { truth: 'true' } : { truth: 'error', problem: read.problem }
}

/**
 * Whether the value is the root or lies below it, by its text alone: symbolic links are not followed.
 * An error when readers could disagree, for example because only case or a normal form tells the two apart.
 */
export function pathWithin(value: string, root: PathRoot): PathVerdict {
  const read = readAbsolutePath(value, root.path.style)
  if (!read.ok) return { truth: 'error', problem: read.problem }
  const { path } = read
  if (path.volume !== root.path.volume) return otherVolume(path.volume, root.path.volume)
  const folds = root.folded.every((segment, index) => segment === foldSegment(path.segments[index] ?? '/'))
  if (!folds) return OUTSIDE
  if (
    root.path.segments.every((segment, index) => sameSegment(segment, path.segments[index] ?? '/', root.path))
  )
    return WITHIN
  return { truth: 'error', problem: 'only case or a normal form keeps it out of the root' }
}

function sameSegment(left: string, right: string, root: AbsolutePath): boolean {
  return left === right || (root.style === 'windows' && asciiLower(left) === asciiLower(right))
}

/** A share can be another name of a drive or of another server's share; two drives are taken to be two. */
function otherVolume(volume: string, rootVolume: string): PathVerdict {
  if (!volume.startsWith('\\\\') && !rootVolume.startsWith('\\\\')) return OUTSIDE
  if (serverOf(volume) === serverOf(rootVolume)) return OUTSIDE
  return { truth: 'error', problem: 'a share may be another name of the same folder' }
}

function serverOf(volume: string): string | undefined {
  return volume.startsWith('\\\\') ? volume.split('\\')[2] : undefined
}
