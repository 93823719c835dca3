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

/** Where a folder ends and a name in it begins; a folder alone that is all of a glob is judged by itself. */
function cuts({ excludes, parts }: PathGlob): readonly { head: readonly Name[]; tail: readonly Name[] }[] {
  if (excludes) return []
  const names = parts.flatMap((part, index): readonly Name[] => (index === 0 ? part : [ANY_DEPTH, ...part]))
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
