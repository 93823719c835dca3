import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { carryOut } from '../carry-out.ts'
import type { Input } from '../command-spec.ts'
import { processEnvironment } from '../environment.ts'
import { loadPolicies } from '../load-policies.ts'
import { defaultPolicyFile } from '../paths.ts'
import type { wrapSpec } from '../specs/wrap.ts'
import type { Terminal } from '../terminal.ts'
import { planWrap } from '../wrap/index.ts'

/** Puts Kvlar in front of servers, under a policy that has been seen to load. */
export function run({ flags }: Input<typeof wrapSpec>, terminal: Terminal): number {
  const environment = processEnvironment()
  const named = flags.policy === undefined ? [] : [resolve(flags.policy)]
  const policy = named[0] ?? defaultPolicyFile()
  loadPolicies([policy])
  const plan = planWrap({
    environment,
    launcher: { node: process.execPath, entry: realpathSync(process.argv[1] ?? '') },
    policies: named,
    defaultPolicies: [policy],
    clients: flags.client,
    only: flags.only,
    skip: flags.skip,
    ...(flags.config === undefined ? {} : { config: flags.config }),
  })
  return carryOut(plan, { environment, dryRun: flags['dry-run'], json: flags.json }, terminal)
}
