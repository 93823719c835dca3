import type { OwnKeys } from './own-keys.ts'

/**
 * Opens the user's own keys, with the code for it: most programs end before anything is signed.
 * @throws KeyError
 */
export async function loadOwnKeys(): Promise<OwnKeys> {
  const { openOwnKeys } = await import('./own-keys.ts')
  return openOwnKeys()
}
