import { CHARS } from '../char-sets.ts'
import { isMixed } from './placeholder.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

/** User-info of a URL is no longer than this. */
const USER_INFO_CHARS_MAX = 1024

/** A name before the `@` with no password is a secret when it looks like a token. */
const TOKEN_CHARS_MIN = 20

/** What ends the authority of a URL, or the text around one. */
const AUTHORITY_END = /[\s/?#"'`<>\\]/

/** `password=` of a database connection string or a query; code has blanks, commas or brackets there. */
const PASSWORD_FIELD =
  /(?:password|pwd)=("[^"\n]{1,128}"|'[^'\n]{1,128}'|[^\s;&"',()]{2,128})(?=[\s;&"']|$)/iy

/** Other fields of such a string, and what parts it from the next; a lone `password=` is none. */
const OTHER_FIELD =
  /(?<![\w.])(?:server|data source|host|hostname|user id|uid|user|username|initial catalog|database|dbname)=[^\s,;&()"'=]{1,80}(?:[;& ]|$)/i
const NEAR_CHARS = 160

export const CONNECTION_ANCHORS: readonly Anchor[] = [
  { text: '://', read: readUrl },
  { text: 'password', ignoresCase: true, read: readField },
  { text: 'pwd', ignoresCase: true, read: readField },
]

/** The password in `scheme://user:password@host`; nothing of it can be a `/`, so one URL is read once. */
function readUrl(source: SecretText, at: number, found: Found): void {
  const { text } = source
  const start = at + 3
  if (!source.isIn(CHARS.alnum, at - 1)) return
  let hostStart = -1
  let colon = -1
  const last = Math.min(text.length, start + USER_INFO_CHARS_MAX)
  for (let place = start; place < last && !AUTHORITY_END.test(text.charAt(place)); place++) {
    if (text[place] === '@') hostStart = place
    if (text[place] === ':' && colon < 0) colon = place
  }
  if (hostStart < 0 || hostStart + 1 >= text.length) return
  if (colon >= 0 && colon < hostStart) {
    if (!isStandIn(text.slice(start, colon), text.slice(colon + 1, hostStart)))
      found('connection_string', colon + 1, hostStart)
    return
  }
  const name = text.slice(start, hostStart)
  if (name.length >= TOKEN_CHARS_MIN && isMixed(name)) found('connection_string', start, hostStart)
}

function readField(source: SecretText, at: number, found: Found): void {
  if (source.text[at - 1] === '.') return
  const match = source.match(PASSWORD_FIELD, at)
  const password = match?.[1]
  if (match === undefined || password === undefined || isStandIn('', password)) return
  const end = at + match[0].length
  const near = source.text.slice(Math.max(0, at - NEAR_CHARS), at)
  if (OTHER_FIELD.test(near) || OTHER_FIELD.test(source.text.slice(end, end + NEAR_CHARS)))
    found('connection_string', end - password.length, end)
}

/** Whether something will put a password there: a variable, a template, crosses or stars, or a word in capitals. */
function isStandIn(user: string, password: string): boolean {
  return (
    user.includes('[') ||
    /^(?:\$|%[sv({]|\{|\(|\[|<|#\{|(?:none|null|true|false|undefined)?$)/i.test(password) ||
    /^(?:[*.x\u2022\u2026]+|x{3,}.*)$/i.test(password) ||
    (/^[A-Z][A-Z_]*$/.test(password) && /^[A-Z_]*$/.test(user) && /PASS|PW|SECRET|TOKEN/.test(password))
  )
}
