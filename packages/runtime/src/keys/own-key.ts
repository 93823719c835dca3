import type { KeyListing } from '@kvlar/crypto/file'
import { SettingsError } from '../settings/settings-error.ts'
import { ownKeyFolder } from './own-keys.ts'

const PREFIX = /^[0-9a-f]{8,64}$/

/**
 * The key that a command line names by its id or the beginning of it; the current one when it names none.
 * @throws SettingsError, KeyError
 */
export async function ownKey(named: string | undefined): Promise<KeyListing> {
  const keys = await ownKeyFolder().list()
  if (named === undefined) {
    const current = keys.find(({ isCurrent }) => isCurrent)
    if (current !== undefined) return current
    throw new SettingsError(
      'SETTINGS_BAD_VALUE',
      'there is no current key',
      '`kvlar keys generate` makes one',
    )
  }
  if (!PREFIX.test(named))
    throw new SettingsError('SETTINGS_BAD_VALUE', `\`${named}\` is no key id`, 'write 8 or more digits of it')
  const [found, another] = keys.filter(({ bundle }) => bundle.id.startsWith(named))
  if (found === undefined)
    throw new SettingsError(
      'SETTINGS_BAD_VALUE',
      `there is no key \`${named}\``,
      '`kvlar keys list` lists them',
    )
  if (another !== undefined)
    throw new SettingsError('SETTINGS_BAD_VALUE', `more than one key begins with \`${named}\``)
  return found
}
