import { CHARS } from '../char-sets.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'
import { isPlaceholder } from './placeholder.ts'

const HEADER = /cookie2?["'`]?[ \t]{0,4}[:=][ \t]{0,4}["'`]?/iy

/** One cookie of a header. */
const PAIR = /[; ]{0,4}([\w.-]{1,64})=([^\s;,"'`]{0,4096})/y

/** Names under which servers keep who is signed in. */
const SESSION =
  /sess|sid$|^sid|auth|token|jwt|remember|login|logged|signed|\.sid|secret|ticket|identity|credential|__host-|__secure-/i

const SESSION_CHARS_MIN = 10

/** Cookies of a session, in what a browser sends and what a server sets (RFC 6265). */
export const COOKIE_ANCHORS: readonly Anchor[] = [{ text: 'cookie', ignoresCase: true, read: readCookies }]

function readCookies(source: SecretText, at: number, found: Found): void {
  const head = source.match(HEADER, at)
  if (head === undefined || source.isIn(CHARS.alnum, at - 1)) return
  let place = at + head[0].length
  if (source.unread('cookie', place, place).from > place) return
  for (let pair = source.match(PAIR, place); pair !== undefined; pair = source.match(PAIR, place)) {
    const [whole, name = '', value = ''] = pair
    place += whole.length
    if (SESSION.test(name) && isSession(value)) found('authorization_header', place - value.length, place)
  }
  source.unread('cookie', place, place)
}

function isSession(value: string): boolean {
  return (
    value.length >= SESSION_CHARS_MIN &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[<${[(]/.test(value) &&
    !isPlaceholder(value)
  )
}
