import { charsOf, codedLines } from './coded-lines.ts'
import { hexValue } from './coded-bytes.ts'
import { readUtf8 } from './utf8.ts'
import { type View, ViewWriter } from './view.ts'

/** A character in quoted-printable (RFC 2045), of ASCII or of UTF-8, or a line that goes on in the next. */
const CODED = /=(?:[2-7][0-9A-Fa-f]|[C-Fc-f][0-9A-Fa-f]=[89ABab][0-9A-Fa-f]|[ \t]{0,8}\r?\n)/g

const EQUALS = 61
const OCTET_CHARS = 3
const SOFT_END = /=[ \t]{0,8}\r?\n/y

/** The lines of a text that have quoted-printable octets or soft ends, with those read; undefined when none has. */
export function unquotedText(text: string): View | undefined {
  const lines = codedLines(text, CODED)
  if (lines.length === 0) return undefined
  const writer = new ViewWriter(charsOf(lines))
  for (const { start, end } of lines)
    for (let at = start; at < end;) {
      const code = text.charCodeAt(at)
      const octet = code === EQUALS ? octetAt(text, at) : undefined
      const soft = code === EQUALS && octet === undefined ? softEndAt(text, at) : 0
      const next = at + (octet === undefined ? Math.max(soft, 1) : OCTET_CHARS)
      if (soft === 0) writer.add(octet ?? code, at, next)
      at = next
    }
  return readUtf8(writer.view())
}

function octetAt(text: string, at: number): number | undefined {
  const first = hexValue(text.charCodeAt(at + 1))
  const second = hexValue(text.charCodeAt(at + 2))
  return first < 0 || second < 0 ? undefined : first * 16 + second
}

/** How long a soft line end is; 0 for what is none. */
function softEndAt(text: string, at: number): number {
  SOFT_END.lastIndex = at
  return SOFT_END.exec(text)?.[0].length ?? 0
}
