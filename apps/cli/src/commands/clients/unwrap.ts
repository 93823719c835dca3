import { planUnwrap } from '@kvlar/clients/file'
import { carryOut } from '../../wrapping/carry-out.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { processEnvironment } from '../../environment.ts'
import type { unwrapSpec } from './unwrap-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Takes Kvlar out of the way of servers again. */
export function run({ flags }: Input<typeof unwrapSpec>, terminal: Terminal): number {
  const environment = processEnvironment()
  const plan = planUnwrap({
    environment,
    clients: flags.client,
    only: flags.only,
    skip: flags.skip,
    ...(flags.config === undefined ? {} : { config: flags.config }),
  })
  return carryOut(plan, { environment, dryRun: flags['dry-run'], json: flags.json }, terminal)
}
