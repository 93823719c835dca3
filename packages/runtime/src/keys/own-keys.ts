import { KeyPair, KeyRing, type PublicKeyBundle } from '@kvlar/crypto'
import { KeyFolder } from '@kvlar/crypto/file'
import { defaultKeyFolder } from '../places/own-places.ts'
import { ownKeyLock } from './key-lock.ts'

/** The user's own keys, open. */
export interface OwnKeys {
  /** The current one signs. */
  readonly ring: KeyRing
  /** The public half of any of them. */
  readonly bundle: (id: string) => PublicKeyBundle | undefined
}

/** The folder of the user's own keys; nothing is opened or made. */
export function ownKeyFolder(): KeyFolder {
  return new KeyFolder(defaultKeyFolder())
}

/** Opens the user's current key, which is made on first use. @throws KeyError */
export async function openOwnKeys(): Promise<OwnKeys> {
  const folder = ownKeyFolder()
  const pair = await folder.current(await ownKeyLock(), () => KeyPair.generate())
  const bundles = new Map((await folder.list()).map(({ bundle }) => [bundle.id, bundle]))
  return { ring: new KeyRing(pair), bundle: (id) => bundles.get(id) }
}
