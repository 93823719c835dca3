import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { planHooks } from '@kvlar/clients/file'
import { stateHome } from '@kvlar/core/node'
import { loadPolicies, ownPolicyFile, writePolicies } from '@kvlar/runtime/policies'
import { whereDecided } from '../approvals/where-decided.ts'
import { processEnvironment } from '../environment.ts'
import { UsageError } from '../failures/usage-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { carryOut } from './carry-out.ts'
import { stayingLauncher } from './staying-launcher.ts'
import { printCurated } from './wrap-policies.ts'

/** The curated policy for the tools that coding agents run themselves. */
const POLICY = 'developer'

export interface WrapHooksFlags {
  readonly client: readonly string[]
  readonly policy: string | undefined
  readonly 'dry-run': boolean
  readonly json: boolean
}

/** Puts our hook into the settings of clients, under a policy that has been seen to load. */
export function wrapHooks(
  { client, policy, 'dry-run': dryRun, json }: WrapHooksFlags,
  terminal: Terminal,
): number {
  const environment = processEnvironment()
  const own = ownPolicyFile(POLICY)
  const folders = { home: environment.home, stateHome: stateHome(environment) }
  const plan = planHooks({
    environment,
    launcher: { ...stayingLauncher(), folders },
    clients: client,
    policies: policy === undefined ? [] : [resolve(policy)],
    defaultPolicies: [own],
  })
  if (plan.files.length + plan.problems.length === 0)
    throw new UsageError(
      'no client with hooks was found; nothing was changed',
      'name one with `--client`; VS Code runs the hooks of Claude Code and of Copilot',
    )
  const changed = plan.files.filter((file) => file.changed)
  const policies = [...new Set(changed.flatMap(({ hook }) => hook?.policies ?? []))]
  const missing = policy === undefined && policies.includes(own) && !existsSync(own) ? [POLICY] : []
  if (policies.length > 0)
    loadPolicies(policies.map((file) => (missing.length > 0 && file === own ? POLICY : file)))
  const besides = {
    prepare: () => writePolicies(missing),
    print: (page: Terminal['out']) => printCurated(plan, { missing, dryRun }, page),
    last: whereDecided([[]]),
    json: () => ({ new_policies: missing.map(ownPolicyFile) }),
  }
  return carryOut(plan, { environment, dryRun, json, besides }, terminal)
}
