import { randomBytes } from 'node:crypto'
import { KeyError } from '../errors/key-error.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import type { KeyLock } from '../keys/sealed-key.ts'
import { SIZES } from '../suites.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

const FILE_BYTES_MAX = 256

/**
 * A lock for keys that are made without anybody there to type a passphrase: 32 random bytes in a file of their own
 * (0600), made on first use. It keeps a copied key file useless without this one; it does not stop the owner's account.
 * @throws KeyError as `readPrivateFile`, and `KEY_MALFORMED`
 */
export async function localLock(path: string): Promise<KeyLock> {
  try {
    return await readLock(path)
  } catch (error) {
    if (!(error instanceof KeyError) || error.code !== 'KEY_NOT_FOUND') throw error
  }
  try {
    await writePrivateFile(path, `${toHex(randomBytes(SIZES.digest))}\n`, 'never')
  } catch (error) {
    // Another process was first: its lock is the lock.
    if (!(error instanceof KeyError) || error.code !== 'KEY_FILE_EXISTS') throw error
  }
  return readLock(path)
}

async function readLock(path: string): Promise<KeyLock> {
  const text = await readPrivateFile(path, FILE_BYTES_MAX)
  try {
    return { kind: 'key', key: fromHex(text.trimEnd(), SIZES.digest) }
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    throw new KeyError('KEY_MALFORMED', `\`${path}\` is no 32-byte key in hexadecimal; refusing it`)
  }
}
