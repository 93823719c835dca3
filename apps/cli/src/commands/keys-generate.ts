import { ownKeyFolder, ownKeyLock } from '@kvlar/runtime/keys'
import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { makeKey } from '../keys/make-key.ts'
import { ownKey } from '../keys/own-key.ts'
import { printAdded } from '../keys/print-added.ts'
import type { keysGenerateSpec } from '../specs/keys-generate.ts'
import type { Terminal } from '../terminal.ts'

/** Makes a key beside those that are there. */
export async function run({ flags }: Input<typeof keysGenerateSpec>, { out }: Terminal): Promise<ExitCode> {
  const pair = await makeKey(flags['expires-days'])
  await ownKeyFolder().add(pair, await ownKeyLock())
  printAdded(await ownKey(pair.id), flags, out)
  return EXIT_CODES.ok
}
