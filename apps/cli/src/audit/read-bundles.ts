import { parseUnsignedManifest, PublicKeyBundle, readSealedBundle } from '@kvlar/crypto'
import { readText } from '@kvlar/core/node'
import { UsageError } from '../failures/usage-error.ts'

/**
 * The public keys in a file: one bundle, a list of them, or a key file, of which only the public half is read.
 * @throws UsageError
 */
export function readBundles(file: string): readonly PublicKeyBundle[] {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`keys \`${file}\` cannot be read: ${read.why}`)
  try {
    const value: unknown = JSON.parse(read.text)
    if (Array.isArray(value)) return parseUnsignedManifest(read.text)
    const isBundle = typeof value === 'object' && value !== null && 'ml_dsa_verifying_key' in value
    return [isBundle ? PublicKeyBundle.fromJson(value) : readSealedBundle(read.text)]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      `\`${file}\` holds no public keys: ${why}`,
      '`kvlar keys export` writes one, `kvlar keys list --json` names them',
    )
  }
}
