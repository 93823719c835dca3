import { RE2JS, RE2JSSyntaxException } from 're2js'
import { LIMITS } from '../limits.ts'
import { perlItems, setExpression } from './regex-set.ts'
import { type Piece, readRegex, RegexProblem } from './regex-reader.ts'

/** A compiled search: linear time, unanchored. */
export interface Regex {
  /** Whether the pattern is found anywhere in the text; the caller bounds the text's length. */
  test(text: string): boolean
  /** Where it is found first; linear too, but several times slower than `test`. */
  find(text: string): Span | undefined
}

/** A piece of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type ParsedRegex =
  { readonly ok: true; readonly regex: Regex } | { readonly ok: false; readonly problem: string }

const NOT_ASCII = /[^\0-\x7f]/

/**
 * Reads a regular expression: RE2 syntax, with `\d \s \w \b` and their negations covering Unicode
 * (with RE2's ASCII meaning `DROP<no-break space>TABLE` passes a rule on `DROP\s+TABLE`).
 * Look-around, back-references and what Rust's regex reads differently are problems.
 */
export function parseRegex(source: string): ParsedRegex {
  if (source.length > LIMITS.regexCharsMax)
    return { ok: false, problem: `it is longer than ${LIMITS.regexCharsMax} characters` }
  const known = parsed.get(source)
  if (known !== undefined) return known
  const read = readSource(source)
  if (parsed.size >= LIMITS.parsedRegexesMax) parsed.clear()
  parsed.set(source, read)
  return read
}

/** A policy is read and then compiled, and many rules share an expression: each is worked out once. */
const parsed = new Map<string, ParsedRegex>()

function readSource(source: string): ParsedRegex {
  try {
    const pieces = readRegex(source)
    const plain = compile(pieces.map(plainText).join(''))
    const findPlain = (text: string) => spanOf(plain, text, 0)
    if (!pieces.some((piece) => piece.kind === 'boundary'))
      return { ok: true, regex: { test: (text) => plain.test(text), find: findPlain } }
    const expression = pieces.map(markedText).join('')
    const marked = compile(`${MARKED_START}(?:${expression})`)
    return {
      ok: true,
      regex: {
        test: (text) => (NOT_ASCII.test(text) ? marked.test(mark(text)) : plain.test(text)),
        find: (text) => (NOT_ASCII.test(text) ? findMarked(expression, text) : findPlain(text)),
      },
    }
  } catch (cause) {
    return { ok: false, problem: problemText(cause, source) }
  }
}

function compile(expression: string): RE2JS {
  const compiled = RE2JS.compile(expression)
  if (compiled.programSize() > LIMITS.regexProgramMax)
    throw new RegexProblem('it is too large once its counts are expanded')
  return compiled
}

function spanOf(expression: RE2JS, text: string, group: number): Span | undefined {
  const matcher = expression.matcher(text)
  return matcher.find() ? { start: matcher.start(group), end: matcher.end(group) } : undefined
}

function findMarked(expression: string, text: string): Span | undefined {
  const marked = mark(text)
  const span = spanOf(RE2JS.compile(`${MARKED_START}(${expression})`), marked, 1)
  return (
    span && {
      start: unmark(marked.slice(0, span.start)).length,
      end: unmark(marked.slice(0, span.end)).length,
    }
  )
}

function problemText(cause: unknown, source: string): string {
  if (cause instanceof RegexProblem) return cause.message
  if (!(cause instanceof RE2JSSyntaxException)) return 'it does not parse'
  const { error, input } = cause
  // The library quotes the pattern as it was rewritten; only what its author wrote is worth quoting.
  return input !== null && source.includes(input) ? `${error}: \`${input}\`` : error
}

function plainText(piece: Piece): string {
  return piece.kind === 'set' ? (setExpression(piece.set, false) ?? '') : piece.text
}

/*
 * RE2's `\b` sees ASCII word characters only, and RE2 has no look-around to build another. So a pattern with `\b`
 * searches a marked text, in which every other word character `c`, and `_` itself, is written `_c_`: between any two
 * characters the ASCII boundary is then where the Unicode one was. The pattern reads each character bare or marked;
 * the anchored prefix keeps it from starting inside a mark.
 */
function markedText(piece: Piece): string {
  if (piece.kind !== 'set') return piece.text
  const bare = setExpression(piece.set, true)
  const marked = `_${setExpression(piece.set, false) ?? ''}_`
  return bare === undefined ? `(?:${marked})` : `(?:${bare}|${marked})`
}

const MARKED_START = '\\A(?:[^_]|_(?s:.)_)*?'

let wordCharacter: RE2JS | undefined

/** Compiled when a text needs it: most have none but characters of ASCII. */
function isWord(character: string): boolean {
  wordCharacter ??= RE2JS.compile(setExpression({ negated: false, items: perlItems('w') ?? [] }, false) ?? '')
  return wordCharacter.test(character)
}

/** Whether a code point gets marks, asked of RE2's own tables once each: 0 unknown, 1 no, 2 yes. */
let marks: Uint8Array | undefined

function isMarked(point: number): boolean {
  if (point < 0x80) return point === 0x5f
  marks ??= new Uint8Array(0x110000)
  if (marks[point] === 0) marks[point] = isWord(String.fromCodePoint(point)) ? 2 : 1
  return marks[point] === 2
}

function mark(text: string): string {
  let out = ''
  let copied = 0
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0
    const end = at + (point > 0xffff ? 2 : 1)
    if (isMarked(point)) {
      out += `${text.slice(copied, at)}_${text.slice(at, end)}_`
      copied = end
    }
    at = end
  }
  return out + text.slice(copied)
}

function unmark(marked: string): string {
  return marked.replace(/_(.)_/gsu, '$1')
}
