import type { ArrayItem, ArrayNode } from '../formats/syntax-node.ts'
import type { Splice } from './splice.ts'

/**
 * Replaces the first `count` items of an array by literals, laid out like the items that are there.
 *
 * What stands behind is not touched, so that taking the same number of items away again gives the original text.
 * Undefined where the list is laid out in a way that cannot be continued.
 */
export function replaceHead(
  text: string,
  array: ArrayNode,
  head: { readonly count: number; readonly literals: readonly string[] },
): readonly Splice[] | undefined {
  const { count, literals } = head
  const first = array.items[0]
  if (first === undefined) return [insertion(array.start + 1, literals.join(', '))]
  const next = array.items[count]
  if (next === undefined) return replaceAll(text, array, literals)
  const pieces =
    array.style === 'flow' ? flowPieces(text, array, literals) : dashPieces(text, array, literals)
  return pieces && [{ start: first.start, end: next.start, text: pieces.join('') }]
}

function insertion(offset: number, text: string): Splice {
  return { start: offset, end: offset, text }
}

function replaceAll(
  text: string,
  array: ArrayNode,
  literals: readonly string[],
): readonly Splice[] | undefined {
  const start = array.items[0]?.start ?? array.start
  const end = array.items.at(-1)?.value.end ?? array.end
  if (array.style === 'block') {
    // Between brackets the list stands behind its key: on a line of its own it may be too far to the left.
    return [{ start: text.slice(0, start).trimEnd().length, end, text: ` [${literals.join(', ')}]` }]
  }
  const comma = array.trailingComma
  const noComma =
    comma === undefined || literals.length > 0 ? [] : [{ start: comma, end: comma + 1, text: '' }]
  return [{ start, end, text: literals.join(`,${gapBefore(text, array)}`) }, ...noComma]
}

function flowPieces(text: string, array: ArrayNode, literals: readonly string[]): readonly string[] {
  return literals.map((literal) => `${literal},${gapBefore(text, array)}`)
}

/** What stands between two items: a line break with its indentation where each item has a line of its own. */
function gapBefore(text: string, array: ArrayNode): string {
  const [first, second] = array.items
  const lead = text.slice(array.start + 1, first?.start)
  if (/^\s*[\r\n]\s*$/.test(lead)) return lead.replace(/^[ \t]+/, '')
  const between = first && second ? text.slice(first.value.end, second.start) : ''
  return /^,[ \t]*$/.test(between) ? between.slice(1) : ' '
}

function dashPieces(
  text: string,
  array: ArrayNode,
  literals: readonly string[],
): readonly string[] | undefined {
  const first = array.items[0]
  if (first === undefined) return undefined
  const lineStart = text.lastIndexOf('\n', first.start - 1) + 1
  const indent = text.slice(lineStart, first.start)
  if (!/^ *$/.test(indent)) return undefined
  const eol = text[lineStart - 2] === '\r' ? '\r\n' : '\n'
  return literals.map((literal) => `-${padding(text, first)}${literal}${eol}${indent}`)
}

function padding(text: string, item: ArrayItem): string {
  const pad = text.slice(item.start + 1, item.value.start)
  return /^ +$/.test(pad) ? pad : ' '
}
