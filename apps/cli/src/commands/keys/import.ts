import { ownKey, ownKeyFolder, ownKeyLock } from '@kvlar/runtime/keys'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { printAdded } from '../../keys/print-added.ts'
import { readSecretKey } from '../../keys/read-secret-key.ts'
import type { keysImportSpec } from './import-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Takes a secret key in. */
export async function run(
  { flags, operands: [file] }: Input<typeof keysImportSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  if (file === undefined) throw new UsageError('which key?', 'name the file it is in')
  const pair = await readSecretKey(file, flags['passphrase-file'])
  const lock = await ownKeyLock()
  if (flags.current) await ownKeyFolder().rotate(pair, lock)
  else await ownKeyFolder().add(pair, lock)
  printAdded(await ownKey(pair.id), flags, out)
  return EXIT_CODES.ok
}
