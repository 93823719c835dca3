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

function looksLikeJson(text: string): boolean {
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
