import { parseUnsignedManifest, PublicKeyBundle, readSealedBundle } from '@kvlar/crypto'
import { readText } from '@kvlar/core/node'
import { SettingsError } from '../settings/settings-error.ts'

/**
 * The public keys in a file: one bundle, a list of them, or a key file, of which only the public half is read.
 * @throws SettingsError
 */
export function readBundles(file: string): readonly PublicKeyBundle[] {
  const read = readText(file)
  if (!read.ok) throw new SettingsError('SETTINGS_BAD_VALUE', `keys \`${file}\` cannot be read: ${read.why}`)
  try {
    const value: unknown = JSON.parse(read.text)
    if (Array.isArray(value)) return parseUnsignedManifest(read.text)
    const isBundle = typeof value === 'object' && value !== null && 'ml_dsa_verifying_key' in value
    return [isBundle ? PublicKeyBundle.fromJson(value) : readSealedBundle(read.text)]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SettingsError(
      'SETTINGS_BAD_VALUE',
      `\`${file}\` holds no public keys: ${why}`,
      '`kvlar keys export` writes one, `kvlar keys list --json` names them',
    )
  }
}
