import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'
import { SIZES } from '../suites.ts'
import { KeyPair, type KeyPairOptions } from './key-pair.ts'
import { wipeSeeds } from './key-seeds.ts'
import { PublicKeyBundle, type PublicKeyBundleJson } from './public-key-bundle.ts'

/** What a key file is locked with. */
export type KeyLock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { /** 32 random bytes kept elsewhere. */ readonly kind: 'key'; readonly key: Uint8Array }

/** How the lock becomes a cipher key. */
type Kdf =
  | {
      readonly name: 'scrypt'
      readonly n: number
      readonly r: number
      readonly p: number
      readonly salt: string
    }
  | { readonly name: 'hkdf-sha256'; readonly salt: string }

/** A key file: the bundle in the clear, the seeds under AES-256-GCM. */
interface SealedKeyJson {
  readonly type: 'kvlar-key'
  readonly version: 1
  readonly bundle: PublicKeyBundleJson
  readonly kdf: Kdf
  readonly nonce: string
  readonly sealed: string
}

/** RFC 7914 parameters as OWASP advises: 128 MiB, about half a second. */
const SCRYPT = { n: 131_072, r: 8, p: 1 } as const
const SALT_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SEEDS_BYTES = SIZES.mlDsaSeed + SIZES.ed25519Seed + SIZES.mlKemSeed + SIZES.x25519Seed

/** The text of a key file: everything in it but the seeds can be read without the lock, nothing can be changed. */
export async function sealKeyPair(pair: KeyPair, lock: KeyLock): Promise<string> {
  const salt = toBase64url(randomBytes(SALT_BYTES))
  const kdf: Kdf =
    lock.kind === 'passphrase' ? { name: 'scrypt', ...SCRYPT, salt } : { name: 'hkdf-sha256', salt }
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES))
  const bundle = pair.publicKeys()
  const key = await deriveKey(lock, kdf)
  const seeds = pair.exportSeeds()
  const plain = new ByteWriter()
    .raw(seeds.mlDsa65)
    .raw(seeds.ed25519)
    .raw(seeds.mlKem768)
    .raw(seeds.x25519)
    .finish()
  wipeSeeds(seeds)
  try {
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundBytes(bundle.id, kdf))
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    const file: SealedKeyJson = {
      type: 'kvlar-key',
      version: 1,
      bundle: bundle.toJSON(),
      kdf,
      nonce: toBase64url(nonce),
      sealed: toBase64url(sealed),
    }
    return `${JSON.stringify(file, null, 2)}\n`
  } finally {
    key.fill(0)
    plain.fill(0)
  }
}

/**
 * The key pair in the text of a key file.
 * @throws KeyError `KEY_MALFORMED` on any other shape, `KEY_WRONG_SECRET` when the lock does not fit or the file was
 * changed, `KEY_MISMATCH` when its seeds are not those of its bundle
 */
export async function openKeyPair(
  text: string,
  lock: KeyLock,
  options: KeyPairOptions = {},
): Promise<KeyPair> {
  const file = parse(text)
  const key = await deriveKey(lock, file.kdf)
  const plain = decrypt(file, key)
  const reader = new ByteReader(plain)
  const seeds = {
    mlDsa65: reader.raw(SIZES.mlDsaSeed),
    ed25519: reader.raw(SIZES.ed25519Seed),
    mlKem768: reader.raw(SIZES.mlKemSeed),
    x25519: reader.raw(SIZES.x25519Seed),
  }
  plain.fill(0)
  const { createdAt, expiresAt, id } = file.bundle
  const pair = await KeyPair.fromSeeds(seeds, { createdAt, expiresAt }, options)
  wipeSeeds(seeds)
  if (pair.id !== id) {
    pair.destroy()
    throw new KeyError('KEY_MISMATCH', `the seeds of a key file are not those of key \`${id}\`; refusing it`)
  }
  return pair
}

/** The public half of a key file, without its lock. @throws KeyError `KEY_MALFORMED`, `KEY_MISMATCH` */
export function readSealedBundle(text: string): PublicKeyBundle {
  return parse(text).bundle
}

interface ParsedKey {
  readonly bundle: PublicKeyBundle
  readonly kdf: Kdf
  readonly nonce: Uint8Array
  readonly sealed: Uint8Array
}

function decrypt({ bundle, kdf, nonce, sealed }: ParsedKey, key: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(boundBytes(bundle.id, kdf))
      .setAuthTag(sealed.subarray(SEEDS_BYTES))
    const plain = decipher.update(sealed.subarray(0, SEEDS_BYTES))
    decipher.final()
    return plain
  } catch {
    throw new KeyError('KEY_WRONG_SECRET', `key file of \`${bundle.id}\` does not open with this secret`)
  } finally {
    key.fill(0)
  }
}

/** What the cipher authenticates besides the seeds. */
function boundBytes(keyId: string, kdf: Kdf): Uint8Array {
  const numbers = kdf.name === 'scrypt' ? [kdf.n, kdf.r, kdf.p] : [0, 0, 0]
  const writer = new ByteWriter().text('kvlar/key-file/v1').text(keyId).text(kdf.name).text(kdf.salt)
  for (const number of numbers) writer.u64(number)
  return writer.finish()
}

async function deriveKey(lock: KeyLock, kdf: Kdf): Promise<Uint8Array> {
  const salt = fromBase64url(kdf.salt)
  if (lock.kind === 'passphrase' && kdf.name === 'scrypt') {
    if (lock.passphrase === '')
      throw new KeyError('KEY_WRONG_SECRET', 'an empty passphrase protects nothing; refusing it')
    return scryptKey(lock.passphrase.normalize('NFKC'), salt, kdf)
  }
  if (lock.kind === 'key' && kdf.name === 'hkdf-sha256') {
    if (lock.key.length !== SIZES.digest)
      throw new KeyError('KEY_WRONG_SECRET', 'a locking key is not 32 bytes')
    return new Uint8Array(hkdfSync('sha256', lock.key, salt, 'kvlar/key-file/v1', SIZES.digest))
  }
  throw new KeyError(
    'KEY_WRONG_SECRET',
    `this key file is locked with \`${kdf.name}\`, not with a ${lock.kind}`,
  )
}

function scryptKey(
  passphrase: string,
  salt: Uint8Array,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: LIMITS.scryptMemoryBytesMax + 1024 * 1024 }
    scrypt(passphrase, salt, SIZES.digest, options, (error, key) => {
      if (error === null) resolve(new Uint8Array(key))
      else
        reject(new KeyError('KEY_MALFORMED', 'scrypt refuses the parameters of a key file', { cause: error }))
    })
  })
}

function parse(text: string): ParsedKey {
  try {
    const value = fieldsOf(JSON.parse(text), ['type', 'version', 'bundle', 'kdf', 'nonce', 'sealed'])
    if (value.get('type') !== 'kvlar-key' || value.get('version') !== 1)
      throw new MalformedBytes('type is unknown')
    return {
      bundle: PublicKeyBundle.fromJson(value.get('bundle')),
      kdf: parseKdf(value.get('kdf')),
      nonce: bytesOf(value.get('nonce'), NONCE_BYTES),
      sealed: bytesOf(value.get('sealed'), SEEDS_BYTES + TAG_BYTES),
    }
  } catch (cause) {
    if (cause instanceof KeyError) throw cause
    throw new KeyError('KEY_MALFORMED', 'this is no key file; refusing it', { cause })
  }
}

/** INVARIANT: a hostile file cannot ask for more memory or time than the limits allow. */
function parseKdf(value: unknown): Kdf {
  const name = value instanceof Object && 'name' in value ? value.name : undefined
  if (name === 'hkdf-sha256') {
    const fields = fieldsOf(value, ['name', 'salt'])
    return { name, salt: toBase64url(bytesOf(fields.get('salt'), SALT_BYTES)) }
  }
  const fields = fieldsOf(value, ['name', 'n', 'r', 'p', 'salt'])
  const [n, r, p] = ['n', 'r', 'p'].map((key) => Number(fields.get(key)))
  const whole = [n, r, p].every((number) => Number.isSafeInteger(number) && Number(number) >= 1)
  if (name !== 'scrypt' || !whole || n === undefined || r === undefined || p === undefined)
    throw new MalformedBytes('key derivation is unknown')
  if (128 * n * r > LIMITS.scryptMemoryBytesMax || p > 4 || n < 2 ** 14 || (n & (n - 1)) !== 0)
    throw new MalformedBytes('scrypt parameters are out of bounds')
  return { name, n, r, p, salt: toBase64url(bytesOf(fields.get('salt'), SALT_BYTES)) }
}

function fieldsOf(value: unknown, names: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedBytes('not an object')
  const fields = new Map<string, unknown>(Object.entries(value))
  if (fields.size !== names.length || !names.every((name) => fields.has(name)))
    throw new MalformedBytes('fields are not those of the format')
  return fields
}

function bytesOf(value: unknown, length: number): Uint8Array {
  const bytes = typeof value === 'string' && value.length <= 2 * length ? fromBase64url(value) : undefined
  if (bytes?.length !== length) throw new MalformedBytes(`field is not ${length} bytes`)
  return bytes
}
