import { isArray } from '../view/is-array.ts'
import { diffLines } from './diff-lines.ts'
import { fact, textArgument, type DiffLine, type Renderer, type Rendering } from './facts.ts'

/** Reads the file that a call would change; undefined when it may not or cannot be read. */
export type ReadFile = (path: string) => string | undefined

/** A change of a file: the difference to what is there, where that may be read, or between the texts of an edit. */
export function fileChangeRenderer(readFile: ReadFile): Renderer {
  return (args): Rendering | undefined => {
    const path = textArgument(args, ['path', 'filepath', 'file', 'filename'])
    if (path === undefined) return undefined
    const edits = args['edits']
    const pairs = (edits !== undefined && isArray(edits) ? edits : [args]).flatMap((edit) => {
      if (typeof edit !== 'object' || edit === null || isArray(edit)) return []
      const before = textArgument(edit, ['oldtext', 'oldstring', 'oldstr'])
      const after = textArgument(edit, ['newtext', 'newstring', 'newstr'])
      return before === undefined || after === undefined ? [] : [{ before, after }]
    })
    if (pairs.length > 0)
      return rendering(
        path,
        pairs.map(({ before, after }) => diffLines(before, after)),
      )
    const content = textArgument(args, ['content', 'contents', 'text', 'filetext'])
    if (content === undefined) return undefined
    const current = readFile(path)
    if (current === undefined)
      return {
        kind: 'file',
        facts: [fact('writes', path), fact('bytes', String(Buffer.byteLength(content)))],
      }
    return rendering(path, [diffLines(current, content)])
  }
}

function rendering(path: string, diffs: readonly (readonly DiffLine[] | undefined)[]): Rendering {
  const lines = diffs.flatMap((diff) => diff ?? [])
  const count = (kind: DiffLine['kind']): number => lines.filter((line) => line.kind === kind).length
  const isWhole = diffs.every((diff) => diff !== undefined)
  return {
    kind: 'file',
    facts: [
      fact('changes', path),
      isWhole
        ? fact('lines', `+${count('added')} \u2212${count('removed')}`)
        : fact('lines', 'too many to compare; read the arguments', 'warn'),
    ],
    lines,
  }
}
