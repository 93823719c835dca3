import { charsOf, codedLines } from './coded-lines.ts'
import { HTML_ENTITIES } from './html-entities.ts'
import { isContinuation, utf8Length, utf8Point } from './utf8.ts'
import { type View, ViewWriter } from './view.ts'

/** Percent-encoding (RFC 3986), what follows a backslash in strings and Markdown, and references of HTML. */
const ESCAPE = /%u?[0-9A-Fa-f]{2}|\\(?:\r?\n)?|&(?:#[0-9xX]|[A-Za-z]{2,16};)/g

const PERCENT = 37
const BACKSLASH = 92
const AMPERSAND = 38

const POINT_MAX = 0x10ffff

/** A code point, none for what is left out, and how much of the text stands for it. */
interface Escape {
  readonly point: number | undefined
  readonly length: number
}

/** The lines of a text that have escapes, with those read; undefined when none has. */
export function unescapedText(text: string): View | undefined {
  const lines = codedLines(text, ESCAPE)
  if (lines.length === 0) return undefined
  const writer = new ViewWriter(charsOf(lines))
  for (const { start, end } of lines)
    for (let at = start; at < end;) {
      const code = text.charCodeAt(at)
      const escape = withBytesBehind(text, at, readEscape(text, at, code))
      const next = at + (escape?.length ?? 1)
      const point = escape === undefined ? code : escape.point
      if (point !== undefined) writer.addPoint(point, at, next)
      at = next
    }
  return writer.view()
}

/** Escapes of the bytes of one character of UTF-8, read together; by itself such a byte is a character of Latin-1. */
function withBytesBehind(text: string, at: number, first: Escape | undefined): Escape | undefined {
  const lead = first?.point ?? 0
  const length = utf8Length(lead)
  if (first === undefined || length === 1) return first
  const bytes = [lead]
  let end = at + first.length
  while (bytes.length < length) {
    const next = readEscape(text, end, text.charCodeAt(end))
    if (next?.point === undefined || !isContinuation(next.point)) return first
    bytes.push(next.point)
    end += next.length
  }
  const point = utf8Point((index) => bytes[index], 0)
  return point < 0 ? first : { point, length: end - at }
}

function readEscape(text: string, at: number, code: number): Escape | undefined {
  switch (code) {
    case PERCENT:
      return read(PERCENT_FORM, text, at, 16)
    case BACKSLASH:
      return readBackslash(text, at)
    case AMPERSAND:
      return readReference(text, at)
    default:
      return undefined
  }
}

const PERCENT_FORM = /%(?:u([0-9A-Fa-f]{4})|([0-9A-Fa-f]{2}))/y

/** Of JSON, JavaScript, C, Python, Perl and the shell. */
const HEX_FORM =
  /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|[ux]\{0{0,6}([0-9A-Fa-f]{1,6})\}|U([0-9A-Fa-f]{8}))/y
const OCTAL_FORM = /\\(?:0?([0-3][0-7]{2})|o\{0{0,6}([0-7]{1,3})\})/y

/** The end of a line that goes on in the next. */
const CONTINUED = /\\\r?\n/y

const NAMED: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12, v: 11, e: 27, a: 7 }

/** Escapes of numbers of which a part is escaped itself: `\x%367`, `\%7867`, `&#1%30;`. They stay until that is read. */
const OCTET = '%u?[0-9A-Fa-f]{2}'
const REFERENCE = '&#[0-9xX]'
const BACKSLASHED = String.raw`\\[xuUo0-3]`
const BROKEN_BACKSLASH = new RegExp(
  String.raw`\\(?:(?:[xuUo]\{?[0-9A-Fa-f]{0,7}|[0-3][0-7]{0,2})(?:${OCTET}|${REFERENCE}|${BACKSLASHED})|${OCTET}|${REFERENCE})`,
  'y',
)
const BROKEN_REFERENCE = new RegExp(
  String.raw`&#(?:[xX][0-9A-Fa-f]{0,8}|[0-9]{0,8})(?:${OCTET}|${BACKSLASHED})`,
  'y',
)

function readBackslash(text: string, at: number): Escape | undefined {
  const number = read(HEX_FORM, text, at, 16) ?? read(OCTAL_FORM, text, at, 8)
  if (number !== undefined) return number
  if (matchesAt(BROKEN_BACKSLASH, text, at)) return undefined
  CONTINUED.lastIndex = at
  const line = CONTINUED.exec(text)
  if (line !== null) return { point: undefined, length: line[0].length }
  const letter = text.charAt(at + 1)
  if (letter === '') return undefined
  // Of any other character it takes away what the character means: Markdown's `\_`, the shell's `\g`.
  return { point: NAMED[letter] ?? letter.charCodeAt(0), length: 2 }
}

const DECIMAL_REFERENCE = /&#0{0,8}([0-9]{1,7});?/y
const HEX_REFERENCE = /&#[xX]0{0,8}([0-9A-Fa-f]{1,6});?/y
const NAMED_REFERENCE = /&([A-Za-z]{2,16});/y

function readReference(text: string, at: number): Escape | undefined {
  if (matchesAt(BROKEN_REFERENCE, text, at)) return undefined
  const number = read(DECIMAL_REFERENCE, text, at, 10) ?? read(HEX_REFERENCE, text, at, 16)
  if (number !== undefined) return number
  NAMED_REFERENCE.lastIndex = at
  const match = NAMED_REFERENCE.exec(text)
  const point = HTML_ENTITIES.get(match?.[1] ?? '')
  return match === null || point === undefined ? undefined : { point, length: match[0].length }
}

/** The number that the first group with digits holds. */
function read(form: RegExp, text: string, at: number, base: number): Escape | undefined {
  form.lastIndex = at
  const match = form.exec(text)
  if (match === null) return undefined
  const point = Number.parseInt(match.slice(1).find((digits) => digits !== undefined) ?? '', base)
  return point > POINT_MAX ? undefined : { point, length: match[0].length }
}

function matchesAt(form: RegExp, text: string, at: number): boolean {
  form.lastIndex = at
  return form.test(text)
}
