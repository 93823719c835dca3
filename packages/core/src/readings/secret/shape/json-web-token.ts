import { CHARS } from '../char-sets.ts'
import { decodeBase64 } from '../coding/base64.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

/** Longest header that is decoded; certificates in one make it long, and those are rare. */
const HEADER_CHARS_MAX = 1024
const PAYLOAD_CHARS_MIN = 8

/** How the header of a token begins (RFC 7519): `{"`, `{ "` and `{` before a line end, in base64. */
export const JWT_ANCHORS: readonly Anchor[] = ['eyJ', 'eyAi', 'ewog'].map((text) => ({
  text,
  read: readToken,
}))

const ALGORITHM = /"alg"\s{0,8}:\s{0,8}"/g
const WHOLE = /\}\s{0,8}$/

function readToken(source: SecretText, at: number, found: Found): void {
  const { text } = source
  const headerEnd = source.runEnd(CHARS.word, at)
  if (text[headerEnd] !== '.' || headerEnd - at > HEADER_CHARS_MAX) return
  const payloadEnd = source.runEnd(CHARS.word, headerEnd + 1)
  // The second of the five parts of an encrypted token may be empty (RFC 7516).
  const isShort = payloadEnd - headerEnd - 1 < PAYLOAD_CHARS_MIN
  if (text[payloadEnd] !== '.' || (isShort && payloadEnd > headerEnd + 1)) return
  if (at <= algorithmPlace(source, at, headerEnd)) found('jwt', at, source.runEnd(CHARS.dotted, payloadEnd))
}

/** Four digits of base64 make whole bytes. */
const GROUP = 4

/**
 * Where the last algorithm of a header that ends at `end` begins, before `at` when it names none.
 *
 * INVARIANT: a run is decoded at most once from each of the four places of a group, however many headers begin in it,
 * so it takes time in proportion to the text.
 */
function algorithmPlace(source: SecretText, at: number, end: number): number {
  return source.remember(`jwt ${at % GROUP}`, end, () => {
    const header = decodeBase64(source.text.slice(at, end))
    const last = WHOLE.test(header) ? Array.from(header.matchAll(ALGORITHM)).at(-1)?.index : undefined
    return last === undefined ? -1 : at + Math.floor((last * GROUP) / 3)
  })
}
