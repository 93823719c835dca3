import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { toHex } from '../bytes/hex.ts'
import { sha256 } from '../bytes/sha256.ts'
import { KeyError } from '../errors/key-error.ts'
import { SIZES } from '../suites.ts'

/** The public keys of one identity. An HSM may offer the signing keys alone. */
export interface PublicKeyParts {
  /** ML-DSA-65, 1,952 bytes. */
  readonly mlDsaVerifyingKey: Uint8Array
  /** 32 bytes; without it the bundle verifies the PQ-only suite alone. */
  readonly ed25519VerifyingKey?: Uint8Array
  /** ML-KEM-768, 1,184 bytes; without it and `x25519PublicKey` nothing can be sealed to the bundle. */
  readonly mlKemEncapsulationKey?: Uint8Array
  /** 32 bytes. */
  readonly x25519PublicKey?: Uint8Array
  /** Unix seconds. */
  readonly createdAt: number
  /** Unix seconds; null means never. */
  readonly expiresAt: number | null
}

/** A bundle as JSON: keys in base64url, times in Unix seconds. */
export interface PublicKeyBundleJson {
  readonly id: string
  readonly ml_dsa_verifying_key: string
  readonly ed25519_verifying_key?: string
  readonly ml_kem_encapsulation_key?: string
  readonly x25519_public_key?: string
  readonly created_at: number
  readonly expires_at: number | null
}

const JSON_KEYS = new Set([
  'id',
  'ml_dsa_verifying_key',
  'ed25519_verifying_key',
  'ml_kem_encapsulation_key',
  'x25519_public_key',
  'created_at',
  'expires_at',
])

/** INVARIANT: `id` is the thumbprint of everything else here, so a bundle cannot carry a name it does not own. */
export class PublicKeyBundle {
  /** SHA-256 over the length-prefixed parts, lower-case hexadecimal. */
  readonly id: string
  readonly mlDsaVerifyingKey: Uint8Array
  readonly ed25519VerifyingKey?: Uint8Array
  readonly mlKemEncapsulationKey?: Uint8Array
  readonly x25519PublicKey?: Uint8Array
  readonly createdAt: number
  readonly expiresAt: number | null

  /** @throws KeyError `KEY_MALFORMED` when a key has the wrong length or a time is not whole seconds */
  constructor(parts: PublicKeyParts) {
    this.mlDsaVerifyingKey = key(parts.mlDsaVerifyingKey, SIZES.mlDsaPublic, 'ml-dsa-65')
    if (parts.ed25519VerifyingKey !== undefined)
      this.ed25519VerifyingKey = key(parts.ed25519VerifyingKey, SIZES.ed25519Public, 'ed25519')
    if (parts.mlKemEncapsulationKey !== undefined)
      this.mlKemEncapsulationKey = key(parts.mlKemEncapsulationKey, SIZES.mlKemPublic, 'ml-kem-768')
    if (parts.x25519PublicKey !== undefined)
      this.x25519PublicKey = key(parts.x25519PublicKey, SIZES.x25519Public, 'x25519')
    if ((this.mlKemEncapsulationKey === undefined) !== (this.x25519PublicKey === undefined))
      throw new KeyError(
        'KEY_MALFORMED',
        'a bundle has one part of the hybrid KEM without the other; refusing it',
      )
    checkTimes(parts.createdAt, parts.expiresAt)
    this.createdAt = parts.createdAt
    this.expiresAt = parts.expiresAt
    this.id = toHex(sha256(this.#encode()))
    Object.freeze(this)
  }

  /**
   * Reads what `toJSON` wrote.
   * @throws KeyError `KEY_MALFORMED` on any other shape, `KEY_MISMATCH` when the id is not the thumbprint
   */
  static fromJson(value: unknown): PublicKeyBundle {
    const parts = readJson(value)
    const bundle = new PublicKeyBundle(parts.keys)
    if (bundle.id !== parts.id)
      throw new KeyError('KEY_MISMATCH', 'the id of a bundle is not the thumbprint of its keys; refusing it')
    return bundle
  }

  /** @param nowSeconds Unix seconds */
  isExpiredAt(nowSeconds: number): boolean {
    return this.expiresAt !== null && !(nowSeconds < this.expiresAt)
  }

  toJSON(): PublicKeyBundleJson {
    return {
      id: this.id,
      ml_dsa_verifying_key: toBase64url(this.mlDsaVerifyingKey),
      ...(this.ed25519VerifyingKey && { ed25519_verifying_key: toBase64url(this.ed25519VerifyingKey) }),
      ...(this.mlKemEncapsulationKey && {
        ml_kem_encapsulation_key: toBase64url(this.mlKemEncapsulationKey),
      }),
      ...(this.x25519PublicKey && { x25519_public_key: toBase64url(this.x25519PublicKey) }),
      created_at: this.createdAt,
      expires_at: this.expiresAt,
    }
  }

  #encode(): Uint8Array {
    const none = new Uint8Array()
    return new ByteWriter()
      .text('kvlar/bundle/v1')
      .sized(this.mlDsaVerifyingKey)
      .sized(this.ed25519VerifyingKey ?? none)
      .sized(this.mlKemEncapsulationKey ?? none)
      .sized(this.x25519PublicKey ?? none)
      .u64(this.createdAt)
      .u64(this.expiresAt ?? 0)
      .finish()
  }
}

function key(bytes: unknown, length: number, what: string): Uint8Array {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length)
    throw new KeyError('KEY_MALFORMED', `public key of \`${what}\` is not ${length} bytes; refusing it`)
  return new Uint8Array(bytes)
}

/** @throws KeyError `KEY_MALFORMED` unless the life of a key is whole Unix seconds and ends after it begins */
export function checkTimes(createdAt: unknown, expiresAt: unknown): void {
  const seconds = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
  if (!seconds(createdAt) || (expiresAt !== null && (!seconds(expiresAt) || expiresAt <= createdAt)))
    throw new KeyError('KEY_MALFORMED', 'the life of a key is not two times in order; refusing it')
}

function readJson(value: unknown): { readonly id: unknown; readonly keys: PublicKeyParts } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new KeyError('KEY_MALFORMED', 'a public key bundle is not a JSON object; refusing it')
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const name of fields.keys())
    if (!JSON_KEYS.has(name))
      throw new KeyError(
        'KEY_MALFORMED',
        `a public key bundle has the unknown field \`${name.slice(0, 64)}\``,
      )
  const ed25519 = optionalKey(fields.get('ed25519_verifying_key'))
  const mlKem = optionalKey(fields.get('ml_kem_encapsulation_key'))
  const x25519 = optionalKey(fields.get('x25519_public_key'))
  const [createdAt, expiresAt] = [fields.get('created_at'), fields.get('expires_at')]
  checkTimes(createdAt, expiresAt)
  return {
    id: fields.get('id'),
    keys: {
      mlDsaVerifyingKey: optionalKey(fields.get('ml_dsa_verifying_key')) ?? new Uint8Array(),
      ...(ed25519 && { ed25519VerifyingKey: ed25519 }),
      ...(mlKem && { mlKemEncapsulationKey: mlKem }),
      ...(x25519 && { x25519PublicKey: x25519 }),
      createdAt: Number(createdAt),
      expiresAt: expiresAt === null ? null : Number(expiresAt),
    },
  }
}

function optionalKey(value: unknown): Uint8Array | undefined {
  if (value === undefined) return undefined
  try {
    if (typeof value === 'string') return fromBase64url(value)
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
  }
  throw new KeyError('KEY_MALFORMED', 'a key of a public key bundle is not base64url; refusing it')
}
