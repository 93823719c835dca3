import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { keyLock } from '../keys/key-lock.ts'
import { ownKey, ownKeys } from '../keys/own-keys.ts'
import { printAdded } from '../keys/print-added.ts'
import { readSecretKey } from '../keys/read-secret-key.ts'
import { defaultKeyFolder } from '../paths.ts'
import type { keysImportSpec } from '../specs/keys-import.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Takes a secret key in. */
export async function run(
  { flags, operands: [file] }: Input<typeof keysImportSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  if (file === undefined) throw new UsageError('which key?', 'name the file it is in')
  const pair = await readSecretKey(file, flags['passphrase-file'])
  const lock = await keyLock(defaultKeyFolder())
  if (flags.current) await ownKeys().rotate(pair, lock)
  else await ownKeys().add(pair, lock)
  printAdded(await ownKey(pair.id), flags, out)
  return EXIT_CODES.ok
}
