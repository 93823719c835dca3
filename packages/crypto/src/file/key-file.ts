import type { KeyPair, KeyPairOptions } from '../keys/key-pair.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { openKeyPair, readSealedBundle, sealKeyPair, type KeyLock } from '../keys/sealed-key.ts'
import { LIMITS } from '../limits.ts'
import { readPrivateFile, writePrivateFile, type Overwrite } from './private-file.ts'

/** Stores a key pair, locked, for its owner alone. @throws KeyError `KEY_FILE_EXISTS`, `KEY_FILE_UNREADABLE` */
export async function saveKeyPair(
  path: string,
  pair: KeyPair,
  { lock, overwrite = 'never' }: { readonly lock: KeyLock; readonly overwrite?: Overwrite },
): Promise<void> {
  await writePrivateFile(path, await sealKeyPair(pair, lock), overwrite)
}

/** Reads a key pair. @throws KeyError as `readPrivateFile` and `openKeyPair` */
export async function loadKeyPair(
  path: string,
  lock: KeyLock,
  options: KeyPairOptions = {},
): Promise<KeyPair> {
  return openKeyPair(await readPrivateFile(path, LIMITS.keyFileBytesMax), lock, options)
}

/** Reads the public half of a key file; no secret is needed. */
export async function loadBundle(path: string): Promise<PublicKeyBundle> {
  return readSealedBundle(await readPrivateFile(path, LIMITS.keyFileBytesMax))
}
