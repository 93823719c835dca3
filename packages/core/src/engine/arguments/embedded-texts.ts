const OPEN = new Map([
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
])

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * The texts inside of a text that is JSON: many servers take `'["/etc/shadow"]'` where they say that they take a list.
 * The structure is not read, so that no laxness of a reader hides one: what stands between quotes counts, and what stands
 * there without them and could be a path. Linear.
 */
export function* embeddedTexts(text: string): Generator<string> {
  if (!looksLikeJson(text)) return
  yield* quotedIn(text, JSON_QUOTES)
  if (text.includes("'")) yield* quotedIn(text, PYTHON_QUOTES)
  if (text.charAt(startOf(text)) !== '"') yield* unquotedIn(text)
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

/** Whether there may be texts inside of a text: JSON, as YAML and JSON5 write it as well, with comments around it. */
export function looksLikeJson(text: string): boolean {
  const start = startOf(text)
  const end = OPEN.get(text.charAt(start))
  if (end === undefined) return false
  const trimmed = text.trimEnd()
  return (trimmed.length > start + 1 && trimmed.endsWith(end)) || COMMENT_BEHIND.test(trimmed)
}

const COMMENT_BEHIND = /[\]}"'][\s;,]*(?:\/\/|\/\*|#)/

/** Behind blanks and comments. */
function startOf(text: string): number {
  let at = blanksFrom(text, 0)
  while (text.startsWith('/', at)) {
    const end = text.startsWith('/*', at) ? '*/' : text.startsWith('//', at) ? '\n' : undefined
    const close = end === undefined ? -1 : text.indexOf(end, at + 2)
    if (end === undefined || close === -1) return text.length
    at = blanksFrom(text, close + end.length)
  }
  return at
}

function blanksFrom(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/u.test(text.charAt(at))) at += 1
  return at
}

/** What stands without quotes in `{path: ~/a, files: [b]}`, of such pieces as could be more than a word or a number. */
function* unquotedIn(text: string): Generator<string> {
  if (!/[^\s[\]{}:,"'0-9.eE+-]/.test(text)) return
  for (const [piece] of bareOf(text).matchAll(UNQUOTED)) {
    const trimmed = piece.trim()
    const value = trimmed.slice(trimmed.indexOf(':') + 1).trim()
    for (const one of new Set([trimmed, value])) if (LIKE_A_PATH.test(one) && !NUMBER.test(one)) yield one
  }
}

/** A variable has braces of its own. */
const UNQUOTED = /(?:\$\{[^{}]*\}|[^[\]{},"'\r\n])+/g

const LIKE_A_PATH = /[/\\.~$%]/

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (_, unicode?: string, byte?: string, letter?: string) =>
    letter === undefined
      ? String.fromCharCode(Number.parseInt(unicode ?? byte ?? '', 16))
      : (SHORT[letter] ?? letter),
  )
}
