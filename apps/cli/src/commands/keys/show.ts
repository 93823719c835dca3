import { join } from 'node:path'
import { ownKey, lifeText } from '@kvlar/runtime/keys'
import { defaultKeyFolder } from '@kvlar/runtime/places'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { keyJson } from '../../keys/key-json.ts'
import type { keysShowSpec } from './show-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Shows the public side of one key. */
export async function run(
  { flags, operands: [named] }: Input<typeof keysShowSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  const key = await ownKey(named)
  const file = join(defaultKeyFolder(), `${key.bundle.id}.key.json`)
  if (flags.json) {
    out.line(JSON.stringify({ ...keyJson(key), file, public_keys: key.bundle }))
    return EXIT_CODES.ok
  }
  out.line(`key ${key.bundle.id}${key.isCurrent ? ' (current)' : ''}`)
  out.line(`  ${lifeText(key.bundle, Date.now())}`)
  out.line('  signs with ML-DSA-65 and Ed25519, seals with ML-KEM-768 and X25519')
  out.line(`  ${file}`)
  return EXIT_CODES.ok
}
