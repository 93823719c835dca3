import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { ByteReader } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'
import { SIZES } from '../suites.ts'
import { KeyPair, type KeyPairOptions } from './key-pair.ts'
import { wipeSeeds, type KeySeeds } from './key-seeds.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'
import {
  formatSealedKey,
  parseSealedKey,
  SEALED_KEY_SIZES,
  type Kdf,
  type SealedKey,
} from './sealed-key-format.ts'

/** What a key file is locked with. */
export type KeyLock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key'; /** 32 random bytes kept elsewhere. */ readonly key: Uint8Array }

/** RFC 7914 parameters as OWASP advises: 128 MiB, about half a second. */
const SCRYPT = { n: 131_072, r: 8, p: 1 } as const

const LABEL = 'kvlar/key-file/v1'

/** The text of a key file: everything in it but the seeds can be read without the lock, nothing can be changed. */
export async function sealKeyPair(pair: KeyPair, lock: KeyLock): Promise<string> {
  const salt = toBase64url(randomBytes(SEALED_KEY_SIZES.salt))
  const kdf: Kdf =
    lock.kind === 'passphrase' ? { name: 'scrypt', ...SCRYPT, salt } : { name: 'hkdf-sha256', salt }
  const key = await deriveKey(lock, kdf)
  const plain = encodeSeeds(pair.exportSeeds())
  try {
    const bundle = pair.publicKeys()
    const nonce = new Uint8Array(randomBytes(SEALED_KEY_SIZES.nonce))
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundBytes(bundle.id, kdf))
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    return formatSealedKey({ bundle, kdf, nonce, sealed })
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
  const file = parseSealedKey(text)
  const seeds = decodeSeeds(decrypt(file, await deriveKey(lock, file.kdf)))
  const { createdAt, expiresAt, id } = file.bundle
  const opening = KeyPair.fromSeeds(seeds, { createdAt, expiresAt }, options)
  const pair = await opening.finally(() => wipeSeeds(seeds))
  if (pair.id !== id) {
    pair.destroy()
    throw new KeyError('KEY_MISMATCH', `the seeds of a key file are not those of key \`${id}\`; refusing it`)
  }
  return pair
}

/** The public half of a key file, without its lock. @throws KeyError `KEY_MALFORMED`, `KEY_MISMATCH` */
export function readSealedBundle(text: string): PublicKeyBundle {
  return parseSealedKey(text).bundle
}

function decrypt({ bundle, kdf, nonce, sealed }: SealedKey, key: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: SEALED_KEY_SIZES.tag })
      .setAAD(boundBytes(bundle.id, kdf))
      .setAuthTag(sealed.subarray(SEALED_KEY_SIZES.seeds))
    const plain = decipher.update(sealed.subarray(0, SEALED_KEY_SIZES.seeds))
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
  const writer = new ByteWriter().text(LABEL).text(keyId).text(kdf.name).text(kdf.salt)
  for (const number of numbers) writer.u64(number)
  return writer.finish()
}

async function deriveKey(lock: KeyLock, kdf: Kdf): Promise<Uint8Array> {
  const salt = fromBase64url(kdf.salt)
  if (lock.kind === 'passphrase' && kdf.name === 'scrypt') {
    if (typeof lock.passphrase !== 'string' || lock.passphrase === '')
      throw new KeyError('KEY_WRONG_SECRET', 'an empty passphrase protects nothing; refusing it')
    return scryptKey(lock.passphrase.normalize('NFKC'), salt, kdf)
  }
  if (lock.kind === 'key' && kdf.name === 'hkdf-sha256') {
    if (!(lock.key instanceof Uint8Array) || lock.key.length !== SIZES.digest)
      throw new KeyError('KEY_WRONG_SECRET', 'a locking key is not 32 bytes; refusing it')
    return new Uint8Array(hkdfSync('sha256', lock.key, salt, LABEL, SIZES.digest))
  }
  throw new KeyError(
    'KEY_WRONG_SECRET',
    `this key file is locked with \`${kdf.name}\`, not with a ${lock.kind}`,
  )
}

/** On Node's thread pool. */
function scryptKey(
  passphrase: string,
  salt: Uint8Array,
  { n, r, p }: Extract<Kdf, { name: 'scrypt' }>,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: LIMITS.scryptMemoryBytesMax + 1024 * 1024 }
    scrypt(passphrase, salt, SIZES.digest, options, (error, key) => {
      if (error === null) resolve(key)
      else
        reject(new KeyError('KEY_MALFORMED', 'scrypt refuses the parameters of a key file', { cause: error }))
    })
  })
}

/** Wipes the seeds it is given. */
function encodeSeeds(seeds: KeySeeds): Uint8Array {
  const plain = new ByteWriter()
    .raw(seeds.mlDsa65)
    .raw(seeds.ed25519)
    .raw(seeds.mlKem768)
    .raw(seeds.x25519)
    .finish()
  wipeSeeds(seeds)
  return plain
}

/** Wipes the bytes it is given. */
function decodeSeeds(plain: Uint8Array): KeySeeds {
  const reader = new ByteReader(plain)
  const seeds = {
    mlDsa65: reader.raw(SIZES.mlDsaSeed),
    ed25519: reader.raw(SIZES.ed25519Seed),
    mlKem768: reader.raw(SIZES.mlKemSeed),
    x25519: reader.raw(SIZES.x25519Seed),
  }
  plain.fill(0)
  return seeds
}
