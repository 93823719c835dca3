import { FORMATS, type ConfigFormat } from '../formats/formats.ts'
import type { Member } from '../formats/syntax-node.ts'
import type { Splice } from './splice.ts'

/** Writes a new member behind an existing one, laid out like it. */
export function addSibling(
  text: string,
  sibling: Member,
  added: { readonly format: ConfigFormat; readonly key: string; readonly value: string },
): Splice {
  const member = FORMATS[added.format].member(added.key, added.value)
  const lineStart = text.lastIndexOf('\n', sibling.keySpan.start - 1) + 1
  const indent = text.slice(lineStart, sibling.keySpan.start)
  const ownLine = /^[ \t]*$/.test(indent) && lineStart > 0
  const eol = lineStart > 1 && text[lineStart - 2] === '\r' ? '\r\n' : '\n'
  if (sibling.style === 'flow') {
    const at = sibling.value.end
    return { start: at, end: at, text: `,${ownLine ? eol + indent : ' '}${member}` }
  }
  const at = endOfLine(text, sibling.value.end)
  // `- key: …` in YAML: the next key stands under the first.
  const under = ' '.repeat(indent.length)
  const prefix = text.slice(sibling.keySpan.start, sibling.lastKeyStart)
  const newline = text.startsWith('\r\n', at) ? '\r\n' : eol
  return {
    start: at,
    end: at,
    text: `${newline}${/^[ \t]*$/.test(indent) ? indent : under}${prefix}${member}`,
  }
}

/** Takes away a member that `addSibling` wrote behind another; undefined when it stands differently by now. */
export function dropSibling(text: string, sibling: Member, dropped: Member): Splice | undefined {
  const from = sibling.style === 'flow' ? sibling.value.end : endOfLine(text, sibling.value.end)
  const between = text.slice(from, dropped.keySpan.start)
  if (sibling.style === 'flow') {
    return /^,\s*$/.test(between) ? { start: from, end: dropped.value.end, text: '' } : undefined
  }
  const end = endOfLine(text, dropped.value.end)
  const rest = text.slice(dropped.value.end, end)
  return /^\r?\n[ \t]*$/.test(between) && rest.trim() === '' ? { start: from, end, text: '' } : undefined
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from)
  if (newline < 0) return text.length
  return text[newline - 1] === '\r' ? newline - 1 : newline
}
