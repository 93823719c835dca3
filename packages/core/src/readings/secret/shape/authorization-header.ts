import { CHARS } from '../char-sets.ts'
import { decodeBase64 } from '../coding/base64.ts'
import { isMixed, isPlaceholder } from './placeholder.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

/** Between scheme and credentials; a form writes the blank as `+`. */
const BLANKS = /[ \t+]{1,4}/y

const TOKEN_CHARS_MIN = 20
const TOKEN_CHARS_READ = 256
const DIGITS_MIN = 4

/** RFC 7617: user and password of printable characters, in base64. */
const CREDENTIALS = /^[\x20-\x7e\x80-\xff]{0,128}:[\x20-\x7e\x80-\xff]{3,}$/
const CREDENTIALS_CHARS_MIN = 8
const CREDENTIALS_CHARS_MAX = 512

/** RFC 6750 and RFC 7617. */
export const AUTHORIZATION_ANCHORS: readonly Anchor[] = [
  { text: 'bearer', ignoresCase: true, read: readBearer },
  { text: 'basic', ignoresCase: true, read: readBasic },
]

function readBearer(source: SecretText, at: number, found: Found): void {
  const start = credentialsStart(source, at + 'bearer'.length)
  if (start === undefined) return
  const end = source.runEnd(CHARS.token68, start)
  if (end - start < TOKEN_CHARS_MIN) return
  const token = source.text.slice(start, Math.min(end, start + TOKEN_CHARS_READ))
  if (isRandom(token) && !isPlaceholder(token)) found('authorization_header', start, end)
}

function readBasic(source: SecretText, at: number, found: Found): void {
  const start = credentialsStart(source, at + 'basic'.length)
  if (start === undefined) return
  const end = source.runEnd(CHARS.base64, start)
  const length = end - start
  if (length < CREDENTIALS_CHARS_MIN || length > CREDENTIALS_CHARS_MAX) return
  if (CREDENTIALS.test(decodeBase64(source.text.slice(start, end)))) found('authorization_header', start, end)
}

function credentialsStart(source: SecretText, at: number): number | undefined {
  const blanks = source.match(BLANKS, at)
  return blanks === undefined ? undefined : at + blanks[0].length
}

/** Whether a token is neither words and numbers joined by signs nor one long word. */
function isRandom(token: string): boolean {
  if (token.split(/[-._~+/=]/).every((part) => /^(?:[A-Za-z]?[a-z]*|[0-9]*)$/.test(part))) return false
  return isMixed(token) || (/[A-Za-z]/.test(token) && token.replace(/[^0-9]/g, '').length >= DIGITS_MIN)
}
