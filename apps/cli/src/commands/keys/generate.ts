import { ownKey, ownKeyFolder, ownKeyLock } from '@kvlar/runtime/keys'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { makeKey } from '../../keys/make-key.ts'
import { printAdded } from '../../keys/print-added.ts'
import type { keysGenerateSpec } from './generate-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Makes a key beside those that are there. */
export async function run({ flags }: Input<typeof keysGenerateSpec>, { out }: Terminal): Promise<ExitCode> {
  const pair = await makeKey(flags['expires-days'])
  await ownKeyFolder().add(pair, await ownKeyLock())
  printAdded(await ownKey(pair.id), flags, out)
  return EXIT_CODES.ok
}
