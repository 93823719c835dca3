import { resolve } from 'node:path'
import type { Environment } from '@kvlar/clients'
import { stateHome } from '@kvlar/core/node'
import { planWrap, type Plan } from '@kvlar/clients/file'
import { policyForCommand } from '@kvlar/policies'
import { defaultPolicyFile } from '@kvlar/runtime/places'
import { loadPolicies, missingPolicies, ownPolicyFile, writePolicies } from '@kvlar/runtime/policies'
import type { Probe } from '@kvlar/runtime/probe'
import { whereDecided } from '../../approvals/where-decided.ts'
import { carryOut, checkNames } from '../../wrapping/carry-out.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { processEnvironment } from '../../environment.ts'
import type { wrapSpec } from './wrap-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'
import { printCurated } from '../../wrapping/wrap-policies.ts'
import { stayingLauncher } from '../../wrapping/staying-launcher.ts'

type Flags = Input<typeof wrapSpec>['flags']

/** Puts Kvlar in front of servers, under policies that have been seen to load. */
export async function run({ flags }: Input<typeof wrapSpec>, terminal: Terminal): Promise<number> {
  checkFlags(flags)
  if (flags.hooks) {
    const { wrapHooks } = await import('../../wrapping/wrap-hooks.ts')
    return wrapHooks(flags, terminal)
  }
  const launcher = stayingLauncher()
  const environment = processEnvironment()
  const named = flags.policy === undefined ? [] : [resolve(flags.policy)]
  const policy = named[0] ?? defaultPolicyFile()
  if (!flags.curated) loadPolicies([policy])
  const plan = planFor(flags, environment, { named, policy, launcher })
  checkNames(plan)
  const missing = flags.curated ? missingPolicies(plan) : []
  const names = policyNames(plan, missing)
  if (flags.curated && names.size > 0) loadPolicies([...new Set(names.values())])
  const probes = flags.probe ? await probed(plan, { flags, environment, names }, terminal) : undefined
  return carryOut(
    plan,
    {
      environment,
      dryRun: flags['dry-run'],
      json: flags.json,
      besides: {
        prepare: () => writePolicies(missing),
        print: (page) => printCurated(plan, { missing, dryRun: flags['dry-run'] }, page),
        last: heldCalls(plan),
        json: () => ({ new_policies: flags.curated ? missing.map(ownPolicyFile) : undefined, probes }),
      },
    },
    terminal,
  )
}

function checkFlags({
  hooks,
  curated,
  policy,
  probe,
  confirm,
  'probe-timeout': timeout,
  ...files
}: Flags): void {
  if (hooks && (curated || probe || files.config !== undefined || files.only.length + files.skip.length > 0))
    throw new UsageError(
      '`--hooks` is about clients, not about their servers',
      'give `--client` and `--policy` with it',
    )
  if (curated && policy !== undefined)
    throw new UsageError('`--policy` names one policy, `--curated` the one that fits', 'give one of them')
  if (probe || (confirm.length === 0 && timeout === undefined)) return
  const flag = confirm.length > 0 ? '--confirm' : '--probe-timeout'
  throw new UsageError(`\`${flag}\` is about \`--probe\`, which is not given`)
}

interface Planning {
  readonly named: readonly string[]
  readonly policy: string
  readonly launcher: { readonly node: string; readonly entry: string }
}

function planFor(flags: Flags, environment: Environment, { named, policy, launcher }: Planning): Plan {
  return planWrap({
    environment,
    launcher: { ...launcher, folders: { home: environment.home, stateHome: stateHome(environment) } },
    policies: named,
    defaultPolicies: [policy],
    curated: { fits: policyForCommand, fileOf: ownPolicyFile, use: flags.curated },
    clients: flags.client,
    only: flags.only,
    skip: flags.skip,
    ...(flags.config === undefined ? {} : { config: flags.config }),
  })
}

/** Where the calls of servers are decided that run behind Kvlar afterwards. */
function heldCalls({ files }: Plan): readonly string[] {
  const servers = files.flatMap((file) => file.servers).filter(({ policies }) => policies.length > 0)
  return whereDecided(servers.map(({ keptFlags }) => keptFlags))
}

/** Every policy that servers are put under, with what it is loaded by: a copy that is yet to be written is built in. */
function policyNames({ files }: Plan, missing: readonly string[]): ReadonlyMap<string, string> {
  const builtin = new Map(missing.map((name) => [ownPolicyFile(name), name]))
  const changed = files.flatMap(({ servers }) =>
    servers.filter(({ action }) => action === 'wrap' || action === 'update'),
  )
  const paths = changed.flatMap(({ policies }) => policies)
  return new Map(paths.map((path) => [path, builtin.get(path) ?? path]))
}

interface Probing {
  readonly flags: Flags
  readonly environment: Environment
  readonly names: ReadonlyMap<string, string>
}

/** Asks the servers for their tools, and shows people what comes of them before anything is written. */
async function probed(plan: Plan, probing: Probing, terminal: Terminal): Promise<object> {
  const { runProbes } = await import('../../probe/run-probes.ts')
  const probes: readonly Probe[] = await runProbes(plan, probing, terminal)
  const { printProbes, probesJson } = await import('../../probe/print-probes.ts')
  if (!probing.flags.json) printProbes(probes, terminal.out)
  return probesJson(probes)
}
