import type { Span } from '../formats/syntax-node.ts'
import type { Splice } from './splice.ts'

/* Elements of JSON between brackets, members of objects and items of arrays alike. */

/** Writes one more element behind the last, laid out like it; into empty brackets on a line of its own. */
export function appendElement(
  text: string,
  brackets: Span,
  { elements, write }: { readonly elements: readonly Span[]; readonly write: (indent: string) => string },
): Splice {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const last = elements.at(-1)
  if (last !== undefined) {
    const indent = ownIndent(text, last.start)
    const literal = indented(write, indent ?? indentAt(text, last.start), eol)
    return {
      start: last.end,
      end: last.end,
      text: indent === undefined ? `, ${literal}` : `,${eol}${indent}${literal}`,
    }
  }
  const outer = indentAt(text, brackets.start)
  const inner = outer + unitOf(text)
  const between = text.slice(brackets.start + 1, brackets.end - 1)
  const end = brackets.end - 1
  const start = between.trim() === '' ? brackets.start + 1 : end
  return { start, end, text: `${eol}${inner}${indented(write, inner, eol)}${eol}${outer}` }
}

/** Takes elements away, each with the comma that parts it from its neighbour; one stays behind at least. */
export function dropElements(
  elements: readonly Span[],
  isDropped: (index: number) => boolean,
): readonly Splice[] {
  const splices: Splice[] = []
  let hasKept = false
  for (const [index, { start, end }] of elements.entries()) {
    if (!isDropped(index)) hasKept = true
    else if (hasKept) splices.push({ start: elements[index - 1]?.end ?? start, end, text: '' })
    else splices.push({ start, end: elements[index + 1]?.start ?? end, text: '' })
  }
  return splices
}

function indented(write: (unit: string) => string, indent: string, eol: string): string {
  return write(indent.includes('\t') ? '\t' : '  ')
    .split('\n')
    .join(`${eol}${indent}`)
}

/** The white space before an element that begins its line. */
function ownIndent(text: string, at: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^[ \t]*$/.test(before) && text.lastIndexOf('\n', at - 1) >= 0 ? before : undefined
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? ''
}

/** One step of indentation, as the text takes it. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1]?.startsWith('\t') === true ? '\t' : '  '
}
