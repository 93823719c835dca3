import { type View, ViewWriter } from './view.ts'

/** Percent-encoding (RFC 3986) and the escapes of strings in JSON, JavaScript and C. */
const ESCAPE = /%[0-9A-Fa-f]{2}|\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[nrt"'/\\])/

/** By the character after the sign, how many hexadecimal digits follow. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4 }
const NAMED: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, '"': 34, "'": 39, '/': 47, '\\': 92 }

const PERCENT = 37
const BACKSLASH = 92

/** The whole text with its percent-triplets and backslash escapes read; undefined when it has none. */
export function unescapedText(text: string): View | undefined {
  if ((!text.includes('%') && !text.includes('\\')) || !ESCAPE.test(text)) return undefined
  const writer = new ViewWriter(text.length)
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    const escape = code === PERCENT || code === BACKSLASH ? readEscape(text, at, code) : undefined
    const length = escape?.length ?? 1
    writer.add(escape?.unit ?? code, at, at + length)
    at += length
  }
  return writer.view()
}

function readEscape(
  text: string,
  at: number,
  sign: number,
): { readonly unit: number; readonly length: number } | undefined {
  const head = sign === PERCENT ? 1 : 2
  const letter = text.charAt(at + 1)
  const digits = sign === PERCENT ? 2 : (DIGITS[letter] ?? 0)
  if (digits === 0) {
    const unit = NAMED[letter]
    return unit === undefined ? undefined : { unit, length: head }
  }
  let unit = 0
  for (let place = at + head; place < at + head + digits; place++) {
    const value = '0123456789abcdef'.indexOf(text.charAt(place).toLowerCase() || '-')
    if (value < 0) return undefined
    unit = unit * 16 + value
  }
  return { unit, length: head + digits }
}
