import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { canonicalJson, type JsonValue } from '@kvlar/core/json'

/**
 * HMAC-SHA-256 (RFC 2104) over the canonical JSON of a value, in hexadecimal. With the key of the home anybody can
 * prove that two hidden values are equal, or what one was; without it not even a yes or a no can be guessed.
 * @throws EvaluationError for what is not JSON
 */
export function valueDigest(key: Uint8Array, value: JsonValue): string {
  return textDigest(key, canonicalJson(value))
}

/** The same over a text that is canonical already. */
export function textDigest(key: Uint8Array, canonical: string): string {
  return createHmac('sha256', keyObject(key)).update(canonical).digest('hex')
}

/** Opening a key costs ten times as much as a digest under it; a home has one. */
const opened = new WeakMap<Uint8Array, KeyObject>()

function keyObject(key: Uint8Array): KeyObject {
  const known = opened.get(key)
  if (known !== undefined) return known
  const made = createSecretKey(key)
  opened.set(key, made)
  return made
}
