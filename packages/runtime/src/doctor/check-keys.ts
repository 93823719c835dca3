import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyListing } from '@kvlar/crypto/file'
import { plural } from '@kvlar/core/text'
import { ownKeyLock } from '../keys/key-lock.ts'
import { lifeText } from '../keys/life-text.ts'
import { ownKeyFolder } from '../keys/own-keys.ts'
import { defaultKeyFolder } from '../places/own-places.ts'
import { fromEnvironment } from '../settings/environment.ts'
import { messageOf, type Finding } from './finding.ts'

const ABOUT = 'keys'

/** Two weeks to rotate in. */
const SOON_MS = 14 * 86_400_000

/** Whether there is a key that can sign, and for how long. Nothing is made here. */
export async function checkKeys(nowMs: number): Promise<readonly Finding[]> {
  try {
    const keys = await ownKeyFolder().list()
    const current = keys.find(({ isCurrent }) => isCurrent)
    if (current !== undefined) return [await checkCurrent(current, nowMs)]
    const text = `${plural(keys.length, 'key')}, none of them current`
    if (keys.length === 0) return [{ state: 'ok', about: ABOUT, text: 'none yet; one is made on first use' }]
    return [{ state: 'bad', about: ABOUT, text, fix: 'kvlar keys rotate' }]
  } catch (error) {
    const fix = 'restore the key folder, or move it away: a new key is then made'
    return [{ state: 'bad', about: ABOUT, text: messageOf(error), fix }]
  }
}

async function checkCurrent({ bundle }: KeyListing, nowMs: number): Promise<Finding> {
  const text = `${bundle.id}, ${lifeText(bundle, nowMs)}`
  const { expiresAt } = bundle
  const fix = 'kvlar keys rotate'
  if (expiresAt !== null && expiresAt * 1000 <= nowMs) return { state: 'bad', about: ABOUT, text, fix }
  const problem = await lockProblem(bundle.id)
  if (problem !== undefined) return { state: 'bad', about: ABOUT, ...problem }
  if (expiresAt !== null && expiresAt * 1000 - nowMs <= SOON_MS)
    return { state: 'warning', about: ABOUT, text, fix }
  return { state: 'ok', about: ABOUT, text }
}

/** Why the current key cannot be opened. */
async function lockProblem(id: string): Promise<Pick<Finding, 'text' | 'fix'> | undefined> {
  const folder = defaultKeyFolder()
  const fix = 'set KVLAR_KEY_PASSPHRASE to the passphrase that the key was locked with'
  // Asking for the lock would make one, which opens nothing.
  if (fromEnvironment('keyPassphrase') === undefined && !existsSync(join(folder, 'lock')))
    return { text: `key ${id} is locked with a passphrase`, fix }
  try {
    const pair = await ownKeyFolder().open(id, await ownKeyLock())
    pair.destroy()
    return undefined
  } catch (error) {
    return { text: messageOf(error), fix }
  }
}
