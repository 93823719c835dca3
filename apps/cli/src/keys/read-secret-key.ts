import { importKeyPair, openKeyPair, type KeyPair } from '@kvlar/crypto'
import { readText } from '@kvlar/core/node'
import { UsageError } from '../failures/usage-error.ts'
import { readPassphrase } from './read-passphrase.ts'

/**
 * The key pair in a file: a key file, a JWK set, or PEM with the four PKCS#8 keys.
 * @throws UsageError, KeyError
 */
export async function readSecretKey(file: string, passphraseFile: string | undefined): Promise<KeyPair> {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`key \`${file}\` cannot be read: ${read.why}`)
  const imported = await importKeyPair(read.text, Math.floor(Date.now() / 1000))
  if (imported !== undefined) return imported
  if (!read.text.trimStart().startsWith('{'))
    throw new UsageError(`\`${file}\` is no key file, no JWK set and no PEM with PKCS#8 keys`)
  if (passphraseFile === undefined)
    throw new UsageError(
      'a key file is locked',
      'name the file with its passphrase: `--passphrase-file FILE`',
    )
  return openKeyPair(read.text, { kind: 'passphrase', passphrase: readPassphrase(passphraseFile) })
}
