import type { PathGlob } from './path-glob.ts'
import type { SegmentGlob } from './segment-glob.ts'

/** `**`, between the parts of a glob. */
const ANY_DEPTH = undefined

type Name = SegmentGlob | typeof ANY_DEPTH

/** What stands before each place within a glob, for the folder that a path is given with. */
export function headsOf(globs: readonly PathGlob[]): readonly PathGlob[] {
  return globs.flatMap((glob) => cuts(glob).map(({ head }) => globOf(glob, head)))
}

/** What stands behind each place within a glob, for what is looked up in a folder. */
export function tailsOf(globs: readonly PathGlob[]): readonly PathGlob[] {
  return globs.flatMap((glob) => cuts(glob).map(({ tail }) => globOf(glob, tail)))
}

/** A part of a glob that a text may name of a path which is given in three parts or more. */
export interface GlobPiece extends PathGlob {
  readonly whole: PathGlob
  /** Which of the names in the whole it stands for. */
  readonly from: number
  readonly to: number
}

/** What a glob is made of, in order; `undefined` is `**`. */
export function namesOf({ parts }: PathGlob): readonly (SegmentGlob | undefined)[] {
  return parts.flatMap((part, index): readonly Name[] => (index === 0 ? part : [ANY_DEPTH, ...part]))
}

/** Whether a name of a glob says nothing, so that any text could stand for it, or none. */
export function isAnyName(name: SegmentGlob | undefined): boolean {
  return (
    name === ANY_DEPTH || (name.folded.only === undefined && `${name.folded.head}${name.folded.tail}` === '')
  )
}

/** The parts of those globs that can be given in three parts, but for such that say nothing. */
export function piecesOf(globs: readonly PathGlob[]): readonly GlobPiece[] {
  return globs.flatMap((whole) => {
    const names = namesOf(whole)
    if (whole.excludes || names.filter(isName).length < PARTS_MIN) return []
    return names.flatMap((_, from) =>
      names.flatMap((__, last) => {
        const piece = names.slice(from, last + 1)
        return piece.every(isAnyName) ? [] : [{ ...globOf(whole, piece), whole, from, to: last + 1 }]
      }),
    )
  })
}

/** Fewer are covered by pairs. */
export const PARTS_MIN = 3

/** Where a folder ends and a name in it begins; a folder alone that is all of a glob is judged by itself. */
function cuts(glob: PathGlob): readonly { head: readonly Name[]; tail: readonly Name[] }[] {
  if (glob.excludes) return []
  const names = namesOf(glob)
  return names.flatMap((name, at) => {
    const [head, tail] = [names.slice(0, at), names.slice(at)]
    const isPlace = head.some(isName) && tail.some(isName)
    if (!isPlace) return []
    // A folder at any depth can be a part of the head, of the tail, or of both.
    return name === ANY_DEPTH ? [{ head: [...head, ANY_DEPTH], tail }] : [{ head, tail }]
  })
}

function isName(name: Name): name is SegmentGlob {
  return name !== ANY_DEPTH
}

function globOf({ text }: PathGlob, names: readonly Name[]): PathGlob {
  const parts: SegmentGlob[][] = [[]]
  for (const name of names) {
    if (name === ANY_DEPTH) parts.push([])
    else parts.at(-1)?.push(name)
  }
  return { text, excludes: false, parts }
}
