import { unescaped } from './unescaped.ts'

const OPEN = new Map([
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
])

/**
 * The texts inside of a text that is JSON: many servers take `'["/etc/shadow"]'` where they say that they take a list.
 * The structure is not read, so that no laxness of a reader hides one: what stands between quotes counts, and what stands
 * there without them and could be a path. Linear.
 */
export function* embeddedTexts(text: string): Generator<string> {
  const structure = structureIn(text)
  if (structure === undefined) return
  // What both see once only: twice at each depth would multiply.
  const seen = new Set<string>()
  for (const quotes of structure.includes("'") ? [JSON_QUOTES, PYTHON_QUOTES] : [JSON_QUOTES])
    for (const inner of quotedIn(structure, quotes)) {
      if (!seen.has(inner)) yield inner
      seen.add(inner)
    }
  if (!PYTHON_QUOTES.includes(text.charAt(startOf(text)))) yield* unquotedIn(structure)
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

/** Each text between quotes, and those side by side as the one text that Python, C and a `+` make of them. */
function* quotedIn(text: string, quotes: string): Generator<string> {
  let joined: string[] = []
  for (let at = quoteFrom(text, 0, quotes); at < text.length;) {
    const end = endOfQuoted(text, at)
    const raw = text.slice(at + 1, end)
    const inner = unescaped(raw)
    yield inner
    // Between single quotes YAML has no escapes. A structure has one reading only: two at each depth would multiply.
    if (inner !== raw && text[at] === "'" && !looksLikeJson(raw)) yield raw
    joined.push(inner)
    at = quoteFrom(text, end + 1, quotes)
    if (at < text.length && BESIDE.test(text.slice(end + 1, at))) continue
    const whole = joined.length > 1 ? joined.join('') : ''
    if (whole !== '' && !looksLikeJson(whole)) yield whole
    joined = []
  }
}

/** What may stand between two texts that are one: a plus, the end of a line, the letters before a text of Python. */
const BESIDE = /^[\s\\+]*[bBfFrRuU]{0,2}$/

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

/** Whether there may be texts inside of a text: JSON, as YAML, JSON5 and Python write it as well, with comments around it. */
export function looksLikeJson(text: string): boolean {
  return structureIn(text) !== undefined
}

/** The text, or as much of it as a reader takes that stops behind the first value; undefined where there is none. */
function structureIn(text: string): string | undefined {
  const start = startOf(text)
  const end = OPEN.get(text.charAt(start))
  if (end === undefined) return undefined
  const trimmed = text.trimEnd()
  if ((trimmed.length > start + 1 && trimmed.endsWith(end)) || COMMENT_BEHIND.test(trimmed)) return text
  QUOTED_FIRST.lastIndex = start
  if (!QUOTED_FIRST.test(text)) return undefined
  const close = text.lastIndexOf(end)
  return close === -1 ? text : text.slice(0, close + 1)
}

const COMMENT_BEHIND = /[\]}"'][\s;,]*(?:\/\/|\/\*|#)/

/** Of a text that goes on behind its value: no link and no template has a quote there. */
const QUOTED_FIRST = /(?:\[[\s[{]*|\{\s*)["']/y

/** Behind blanks, comments, and what YAML has before a value: directives, `---`, `- `, `? `, tags and anchors. */
function startOf(text: string): number {
  for (let at = 0; ;) {
    at = blanksFrom(text, at)
    BEFORE.lastIndex = at
    if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2)
      at = close === -1 ? text.length : close + 2
    } else if (BEFORE.test(text)) at = BEFORE.lastIndex
    else return at
  }
}

const BEFORE = /(?:\/\/|#|%)[^\n]*\n|---(?=\s)|[-?](?=\s)|[!&][^\s"'[\]{}]*(?=\s)/y

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
    for (const one of new Set([trimmed, value].flatMap((whole) => [whole, whole.replace(PROPERTIES, '')])))
      if (LIKE_A_PATH.test(one) && !NUMBER.test(one)) yield one
  }
}

/** A variable has braces of its own. */
const UNQUOTED = /(?:\$\{[^{}]*\}|[^[\]{},"'\r\n])+/g

/** Tags and anchors of YAML before a value, and the end of a tag that is written out. */
const PROPERTIES = /^(?:(?:[-?]|[&!]\S*|\S*>)\s+)+/

const LIKE_A_PATH = /[/\\.~$%]/
