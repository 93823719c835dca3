import { decisionJson, type Action } from '@kvlar/core'
import { isJsonObject } from '@kvlar/core/json'
import { factsOfState, missingState, parseInstant } from '@kvlar/core/policy-test'
import type { ProxyConfig } from '@kvlar/runtime/config'
import { policiesInForce } from '@kvlar/runtime/policies'
import { decisionLines } from '@kvlar/reviewer/terminal'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { printWarnings } from '../../terminal/print-warnings.ts'
import { readJsonFlag } from '../../flags/read-json-flag.ts'
import { policiesOf } from '../../flags/config/from-config.ts'
import { principalOf } from '../../flags/principal-of.ts'
import { readConfigFlag } from '../../flags/config/read-config-flag.ts'
import { readState } from '../../flags/read-state.ts'
import type { evaluateSpec } from './evaluate-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

type Flags = Input<typeof evaluateSpec>['flags']

const EXITS = {
  allow: EXIT_CODES.allow,
  deny: EXIT_CODES.deny,
  require_approval: EXIT_CODES.requireApproval,
} as const

/** Decides one action. */
export async function run({ flags }: Input<typeof evaluateSpec>, { out, err }: Terminal): Promise<ExitCode> {
  const config = readConfigFlag(flags)
  const action = await readAction(flags, config)
  const nowMs = readTime(flags.now)
  const state = flags.state === undefined ? {} : readState(await readJsonFlag('--state', flags.state))
  const { engine, policies } = policiesInForce(policiesOf(flags.policy, config))
  const facts = factsOfState(engine, action, { nowMs, state })
  const decision = engine.decide(action, facts, { trace: flags.explain })
  const missing = missingState(facts, { engine, action })
  if (missing.length > 0) err.line(`note: not known here: ${missing.join(', ')}; give it with \`--state\``)
  if (flags.json) {
    out.line(JSON.stringify(decisionJson(decision, action, engine.digest)))
  } else {
    printWarnings(policies, err)
    for (const line of decisionLines(decision, { action, policies, digest: engine.digest }, out))
      out.line(line)
  }
  return EXITS[decision.outcome]
}

async function readAction(flags: Flags, config: ProxyConfig | undefined): Promise<Action> {
  if (flags.resource === undefined) {
    throw new UsageError('`--resource` is missing', 'name the tool, resource or prompt that is asked for')
  }
  const parameters =
    flags.parameters === undefined ? {} : await readJsonFlag('--parameters', flags.parameters)
  if (!isJsonObject(parameters))
    throw new UsageError('`--parameters` must be a JSON object, such as {"path": "/srv"}')
  const agentId = flags['agent-id'] ?? config?.agentId ?? 'cli-test'
  const server = flags.server ?? config?.serverName
  return {
    type: flags['action-type'],
    resource: flags.resource,
    parameters,
    agentId,
    principal: principalOf(flags, agentId, config),
    ...(server === undefined ? {} : { server }),
    ...(flags.target === undefined ? {} : { target: flags.target }),
  }
}

function readTime(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const nowMs = parseInstant(text)
  if (nowMs !== undefined) return nowMs
  throw new UsageError(
    `\`--now\` cannot be \`${text}\``,
    'write RFC 3339 with a zone, such as 2026-11-21T09:00:00Z',
  )
}
