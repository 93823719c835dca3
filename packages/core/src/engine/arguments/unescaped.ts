/** As JSON, JSON5, YAML and Python write a character, and a line that goes on behind a backslash. */
const ESCAPE =
  /\\(?:(?:\r\n|[\n\r\u2028\u2029])[ \t]*|(?:u\{|x|u|U)(?<hex>(?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4}|(?<=U)[0-9a-fA-F]{8}|(?<=\{)[0-9a-fA-F]{1,8}(?=\}))\}?|N\{(?<name>[A-Za-z -]{1,40})\}|(?<octal>[0-7]{1,3})|(?<letter>[^]))/g

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Names of Unicode that Python reads, of what paths and addresses are made of; letters and digits come beside. */
const NAMED: Readonly<Record<string, string>> = {
  'FULL STOP': '.',
  SOLIDUS: '/',
  'REVERSE SOLIDUS': '\\',
  TILDE: '~',
  'LOW LINE': '_',
  'HYPHEN-MINUS': '-',
  COLON: ':',
  'COMMERCIAL AT': '@',
}

const LETTER = /^LATIN (SMALL|CAPITAL) LETTER ([A-Z])$/

/** What stands between quotes, as a reader of any of these languages takes it. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (...found) => {
    const { hex, name, octal, letter }: Readonly<Record<string, string | undefined>> = found.at(-1)
    if (hex !== undefined) return codePoint(Number.parseInt(hex, 16))
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8))
    if (name !== undefined) return named(name.toUpperCase())
    return letter === undefined ? '' : (SHORT[letter] ?? letter)
  })
}

function codePoint(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code)
}

function named(name: string): string {
  const [, size, letter = ''] = LETTER.exec(name) ?? []
  return NAMED[name] ?? (size === 'SMALL' ? letter.toLowerCase() : letter)
}
