import { lifeText, ownKeyFolder } from '@kvlar/runtime/keys'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { keyJson } from '../../keys/key-json.ts'
import type { keysListSpec } from './list-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Lists the user's own keys. */
export async function run({ flags }: Input<typeof keysListSpec>, { out, err }: Terminal): Promise<ExitCode> {
  const keys = await ownKeyFolder().list()
  if (flags.json) {
    out.line(JSON.stringify({ keys: keys.map(keyJson) }))
    return EXIT_CODES.ok
  }
  if (keys.length === 0) err.line('there are no keys yet; a proxy makes one when it judges its first call')
  for (const { bundle, isCurrent } of keys) {
    const mark = isCurrent ? out.tone('good', 'current') : '       '
    out.line(`${bundle.id}  ${mark}  ${lifeText(bundle, Date.now())}`)
  }
  return EXIT_CODES.ok
}
