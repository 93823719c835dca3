import type { Environment, PlannedServer } from '@kvlar/clients'
import { isSameFile, type Plan } from '@kvlar/clients/file'
import { visibleText } from '@kvlar/core/text'
import { packageVersion, processSignals, signalExitCode } from '@kvlar/core/node'
import { loadPolicies } from '@kvlar/runtime/policies'
import { probePlan, type Caller, type Probe } from '@kvlar/runtime/probe'
import { parseArguments } from '../command-line/arguments.ts'
import type { Input } from '../command-line/command-spec.ts'
import { proxySpec } from '../commands/proxy/proxy-spec.ts'
import type { wrapSpec } from '../commands/clients/wrap-spec.ts'
import { StoppedError } from '../failures/stopped-error.ts'
import { readPrincipal } from '../flags/read-principal.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { UsageError } from '../failures/usage-error.ts'

const TIMEOUT_S = 30

export interface Probing {
  readonly flags: Input<typeof wrapSpec>['flags']
  readonly environment: Environment
  /** What each policy of the plan is loaded by. */
  readonly names: ReadonlyMap<string, string>
}

/**
 * Starts the servers of a plan one after the other and sorts their tools.
 *
 * @throws StoppedError when a person stops it; nothing is changed then
 */
export async function runProbes(
  plan: Plan,
  { flags, environment, names }: Probing,
  { err }: Terminal,
): Promise<readonly Probe[]> {
  const stranger = flags.confirm.find(
    (path) => !plan.files.some(({ target }) => isSameFile(path, target, environment)),
  )
  if (stranger !== undefined)
    throw new UsageError(`\`${stranger}\` is none of the files that would be wrapped; nothing was started`)
  const signal = processSignals().stop
  const probes = await probePlan(plan, {
    trust: { environment, confirmed: flags.confirm },
    timeoutMs: (flags['probe-timeout'] ?? TIMEOUT_S) * 1000,
    version: packageVersion(),
    signal,
    policiesOf: ({ policies }) => loadPolicies(policies.map((path) => names.get(path) ?? path)),
    callerOf,
    onStart: (server) => {
      if (err.isTerminal) err.line(err.tone('quiet', `asking ${visibleText(server)} for its tools…`))
    },
  })
  if (signal.aborted) throw new StoppedError(signalExitCode(signal.reason))
  return probes
}

/** As the proxy will read it from the flags that the server keeps; undefined where it would refuse them. */
function callerOf({ name, keptFlags }: PlannedServer): Caller | undefined {
  try {
    const { flags } = parseArguments(proxySpec, keptFlags)
    const agentId = flags['agent-id'] ?? 'mcp-agent'
    return { server: name, agentId, principal: readPrincipal({ ...flags, 'agent-id': agentId }) }
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}
