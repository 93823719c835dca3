const OPEN = new Map([
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
])

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * The texts inside of a text that is JSON: many servers take `'["/etc/shadow"]'` where they say that they take a list.
 * The structure is not read, so that no laxness of a reader hides one: what stands between quotes counts. Linear.
 */
export function* embeddedTexts(text: string): Generator<string> {
  if (!looksLikeJson(text)) return
  yield* quotedIn(text, JSON_QUOTES)
  if (text.includes("'")) yield* quotedIn(text, PYTHON_QUOTES)
}

/**
 * The texts inside of a text that is JSON, and what stands in it without quotes, such as numbers; none of a text that is
 * not JSON. At most one more than `max` are told.
 */
export function piecesOfJson(text: string, max: number): Scalar[] {
  const pieces: Scalar[] = []
  if (!looksLikeJson(text)) return pieces
  for (const inner of embeddedTexts(text)) {
    if (pieces.length > max) return pieces
    pieces.push(inner)
  }
  const bare = bareOf(text).split(STRUCTURE, max + 1)
  for (const piece of bare) if (piece !== '' && pieces.length <= max) pieces.push(literal(piece))
  return pieces
}

/** The text without what is quoted. */
function bareOf(text: string): string {
  let bare = ''
  for (let at = 0; at < text.length;) {
    const quote = quoteFrom(text, at, JSON_QUOTES)
    bare += `${text.slice(at, quote)} `
    at = quote < text.length ? endOfQuoted(text, quote) + 1 : quote
  }
  return bare
}

type Scalar = string | number | boolean

function literal(piece: string): Scalar {
  if (piece === 'true' || piece === 'false') return piece === 'true'
  return NUMBER.test(piece) ? Number(piece) : piece
}

/** RFC 8259 section 6. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

const STRUCTURE = /[\s[\]{}:,'"]+/

const JSON_QUOTES = '"'
/** Some servers read what Python would; what is a quote there can be an apostrophe in JSON, so both are tried. */
const PYTHON_QUOTES = `"'`

function* quotedIn(text: string, quotes: string): Generator<string> {
  for (let at = quoteFrom(text, 0, quotes); at < text.length;) {
    const end = endOfQuoted(text, at)
    yield unescaped(text.slice(at + 1, end))
    at = quoteFrom(text, end + 1, quotes)
  }
}

function quoteFrom(text: string, from: number, quotes: string): number {
  let at = from
  while (at < text.length && !quotes.includes(text.charAt(at))) at += 1
  return at
}

/** The place of the closing quote, or the end of the text. */
function endOfQuoted(text: string, start: number): number {
  const quote = text[start]
  let at = start + 1
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1
  return Math.min(at, text.length)
}

/** Whether there may be texts inside of a text. */
export function looksLikeJson(text: string): boolean {
  if (!/^[\s[{"]/u.test(text)) return false
  const trimmed = text.trim()
  const end = OPEN.get(trimmed.charAt(0))
  return trimmed.length > 1 && end !== undefined && trimmed.endsWith(end)
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (_, unicode?: string, byte?: string, letter?: string) =>
    letter === undefined
      ? String.fromCharCode(Number.parseInt(unicode ?? byte ?? '', 16))
      : (SHORT[letter] ?? letter),
  )
}
