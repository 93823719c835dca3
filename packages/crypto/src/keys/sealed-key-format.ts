import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import { exactFields } from '../bytes/exact-fields.ts'
import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'
import { SIZES } from '../suites.ts'
import { PublicKeyBundle } from './public-key-bundle.ts'

/** How a lock becomes a cipher key. */
export type Kdf =
  | {
      readonly name: 'scrypt'
      readonly n: number
      readonly r: number
      readonly p: number
      readonly salt: string
    }
  | { readonly name: 'hkdf-sha256'; readonly salt: string }

/** A key file: the bundle in the clear, the seeds under AES-256-GCM. */
export interface SealedKey {
  readonly bundle: PublicKeyBundle
  readonly kdf: Kdf
  readonly nonce: Uint8Array
  /** The seeds, encrypted, and the tag. */
  readonly sealed: Uint8Array
}

/** Sizes in bytes of what a key file holds. */
export const SEALED_KEY_SIZES = {
  salt: 32,
  nonce: 12,
  tag: 16,
  seeds: SIZES.mlDsaSeed + SIZES.ed25519Seed + SIZES.mlKemSeed + SIZES.x25519Seed,
} as const

const TYPE = 'kvlar-key'
const VERSION = 1

export function formatSealedKey({ bundle, kdf, nonce, sealed }: SealedKey): string {
  const file = {
    type: TYPE,
    version: VERSION,
    bundle,
    kdf,
    nonce: toBase64url(nonce),
    sealed: toBase64url(sealed),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** @throws KeyError `KEY_MALFORMED`, and `KEY_MISMATCH` when the id is not that of the bundle */
export function parseSealedKey(text: string): SealedKey {
  const json = parseJson(text)
  try {
    const fields = exactFields(json, ['type', 'version', 'bundle', 'kdf', 'nonce', 'sealed'])
    if (fields.get('type') !== TYPE || fields.get('version') !== VERSION)
      throw new MalformedBytes('type or version is unknown')
    return {
      bundle: PublicKeyBundle.fromJson(fields.get('bundle')),
      kdf: parseKdf(fields.get('kdf')),
      nonce: bytesOf(fields.get('nonce'), SEALED_KEY_SIZES.nonce),
      sealed: bytesOf(fields.get('sealed'), SEALED_KEY_SIZES.seeds + SEALED_KEY_SIZES.tag),
    }
  } catch (cause) {
    if (cause instanceof KeyError) throw cause
    throw new KeyError('KEY_MALFORMED', 'this is no key file; refusing it', { cause })
  }
}

/** Without its cause: that quotes the text, which may be a passphrase or a key that was taken for a key file. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KeyError('KEY_MALFORMED', 'this is no key file: it is not JSON; refusing it')
  }
}

/** INVARIANT: a hostile file cannot ask for more memory or time than the limits allow. */
function parseKdf(value: unknown): Kdf {
  const name = value instanceof Object && 'name' in value ? value.name : undefined
  if (name === 'hkdf-sha256') {
    const fields = exactFields(value, ['name', 'salt'])
    return { name, salt: saltOf(fields) }
  }
  if (name !== 'scrypt') throw new MalformedBytes('key derivation is unknown')
  const fields = exactFields(value, ['name', 'n', 'r', 'p', 'salt'])
  const [n, r, p] = [positive(fields.get('n')), positive(fields.get('r')), positive(fields.get('p'))]
  if (128 * n * r > LIMITS.scryptMemoryBytesMax || p > LIMITS.scryptPassesMax || n < LIMITS.scryptCostMin)
    throw new MalformedBytes('scrypt parameters are out of bounds')
  if ((n & (n - 1)) !== 0) throw new MalformedBytes('scrypt cost is no power of two')
  return { name, n, r, p, salt: saltOf(fields) }
}

function positive(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new MalformedBytes('number is not positive')
  return value
}

function saltOf(fields: ReadonlyMap<string, unknown>): string {
  return toBase64url(bytesOf(fields.get('salt'), SEALED_KEY_SIZES.salt))
}

function bytesOf(value: unknown, length: number): Uint8Array {
  const bytes = typeof value === 'string' && value.length <= 2 * length ? fromBase64url(value) : undefined
  if (bytes?.length !== length) throw new MalformedBytes(`field is not ${length} bytes`)
  return bytes
}
