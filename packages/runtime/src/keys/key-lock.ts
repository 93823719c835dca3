import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyLock } from '@kvlar/crypto'
import { localLock } from '@kvlar/crypto/file'
import { defaultKeyFolder } from '../places/own-places.ts'
import { fromEnvironment } from '../settings/environment.ts'

/**
 * What the user's own keys are locked with: the passphrase in `KVLAR_KEY_PASSPHRASE`, or else a random key in a
 * file beside them, made on first use. The second keeps a copied key file useless by itself; it does not stop whoever
 * can read the folder.
 */
export async function ownKeyLock(): Promise<KeyLock> {
  const folder = defaultKeyFolder()
  const passphrase = fromEnvironment('keyPassphrase')
  if (passphrase !== undefined) return { kind: 'passphrase', passphrase }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return localLock(join(folder, 'lock'))
}
