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

const ALGORITHM = /"alg"\s{0,8}:\s{0,8}"/
const WHOLE = /\}\s{0,8}$/

function readToken(source: SecretText, at: number, found: Found): void {
  // INVARIANT: headers do not overlap, so decoding them all takes time in proportion to the text.
  if (source.isIn(CHARS.word, at - 1)) return
  const { text } = source
  const headerEnd = source.runEnd(CHARS.word, at)
  if (text[headerEnd] !== '.' || headerEnd - at > HEADER_CHARS_MAX) return
  const payloadEnd = source.runEnd(CHARS.word, headerEnd + 1)
  // The second of the five parts of an encrypted token may be empty (RFC 7516).
  const isShort = payloadEnd - headerEnd - 1 < PAYLOAD_CHARS_MIN
  if (text[payloadEnd] !== '.' || (isShort && payloadEnd > headerEnd + 1)) return
  const header = decodeBase64(text.slice(at, headerEnd))
  if (!ALGORITHM.test(header) || !WHOLE.test(header)) return
  found('jwt', at, source.runEnd(CHARS.dotted, payloadEnd))
}
