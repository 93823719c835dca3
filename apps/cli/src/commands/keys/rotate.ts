import { ownKey, ownKeyFolder, ownKeyLock } from '@kvlar/runtime/keys'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { makeKey } from '../../keys/make-key.ts'
import { printAdded } from '../../keys/print-added.ts'
import type { keysRotateSpec } from './rotate-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Makes a key and signs with it from now on. */
export async function run({ flags }: Input<typeof keysRotateSpec>, { out }: Terminal): Promise<ExitCode> {
  const pair = await makeKey(flags['expires-days'])
  await ownKeyFolder().rotate(pair, await ownKeyLock())
  printAdded(await ownKey(pair.id), flags, out)
  return EXIT_CODES.ok
}
