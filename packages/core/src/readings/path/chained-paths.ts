import type { Judgement } from '../judgement.ts'
import { isAnyName, namesOf, PARTS_MIN } from './glob-halves.ts'
import { coversSegments, type PathGlob } from './path-glob.ts'
import type { PathGlobs } from './path-globs.ts'
import type { SubjectPath } from './subject-path.ts'

/** With its segments as `loosenSegment` leaves them. */
export interface LoosenedPath {
  readonly path: SubjectPath
  readonly loosened: readonly string[]
}

/** How far a glob is covered: each text takes it from one of its names to another. */
type Steps = Map<PathGlob, Map<number, Set<number>>>

/**
 * Whether texts of a call, one behind the other, could be what a glob matches: `/proc`, `self`, `environ`. The paths are
 * not put together: each text is held against the parts of the globs once, and then each glob asks whether its parts
 * are all there. So it takes as long as there are texts, however many of them could be joined.
 */
export function judgeChained(
  folders: readonly LoosenedPath[],
  names: readonly LoosenedPath[],
  globs: PathGlobs,
): Judgement {
  const starts = stepsOf(folders, globs)
  if (starts.size === 0) return { truth: 'false' }
  const steps = stepsOf(names, globs)
  for (const [glob, first] of starts)
    if (isCovered(glob, first, steps.get(glob)))
      return {
        truth: 'error',
        problem: 'a server may put several of its texts together to a path',
        pattern: glob.text,
      }
  return { truth: 'false' }
}

function stepsOf(paths: readonly LoosenedPath[], globs: PathGlobs): Steps {
  const found: Steps = new Map()
  for (const { path, loosened } of paths)
    for (const piece of globs.pieces(path.segments, loosened)) {
      const { whole, from, to } = piece
      const known = found.get(whole)?.get(from)?.has(to) ?? false
      if (known || !coversSegments(piece, loosened, (name, segment) => name.folded.test(segment))) continue
      const ofGlob = found.get(whole) ?? new Map<number, Set<number>>()
      found.set(whole, ofGlob.set(from, (ofGlob.get(from) ?? new Set()).add(to)))
    }
  return found
}

/**
 * From a folder that begins the glob to its end, in three parts or more: pairs are put together, and so held against
 * what the list takes out. Where a name says nothing, any text may stand.
 */
function isCovered(
  glob: PathGlob,
  starts: ReadonlyMap<number, ReadonlySet<number>>,
  steps: ReadonlyMap<number, ReadonlySet<number>> | undefined,
): boolean {
  const names = namesOf(glob)
  /** The most parts in which each place is reached. */
  const most = names.map(() => 0).concat(0)
  const reach = (to: number, parts: number) => (most[to] = Math.max(most[to] ?? 0, parts))
  for (const to of starts.get(0) ?? []) reach(to, 1)
  for (const [at, name] of names.entries()) {
    const parts = most[at] ?? 0
    if (parts === 0) continue
    if (isAnyName(name)) reach(at + 1, name === undefined ? parts : parts + 1)
    for (const to of steps?.get(at) ?? []) reach(to, parts + 1)
  }
  return (most.at(-1) ?? 0) >= PARTS_MIN
}
