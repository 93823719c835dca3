import { agentPrincipal, decisionJson, type Action } from '@kvlar/core'
import {
  factsOfState,
  missingState,
  parseInstant,
  readTestState,
  type PolicyTestState,
} from '@kvlar/core/policy-test'
import type { JsonObject } from '@kvlar/core/json'
import { z } from 'zod'
import { method } from '../method.ts'
import { ServeError } from '../serve-error.ts'
import { actionTypeShape, parametersShape, policiesShape, principalShape } from './shapes.ts'

/** What `kvlar evaluate` says, and what it needs of it that is not known here. */
export const evaluate = method({
  scope: 'evaluate',
  does: 'Decides one action, dry: nothing is counted, recorded, asked or run.',
  params: z.strictObject({
    policy: policiesShape.default([]),
    resource: z.string(),
    parameters: parametersShape.default({}),
    action_type: actionTypeShape.default('tool_call'),
    agent_id: z.string().min(1).default('cli-test'),
    principal: principalShape.optional(),
    server: z.string().optional(),
    target: z.string().optional(),
    now: z.string().optional(),
    state: parametersShape.optional(),
    explain: z.boolean().default(false),
  }),
  run: ({ policy, now, state, explain, ...asked }, { serving }) => {
    const { action_type: type, agent_id: agentId, principal, server, target, resource, parameters } = asked
    const action: Action = {
      type,
      resource,
      parameters,
      agentId,
      principal: principal ?? agentPrincipal(agentId),
      ...(server !== undefined && { server }),
      ...(target !== undefined && { target }),
    }
    const { engine } = serving.policySets.named(policy)
    const facts = factsOfState(engine, action, { nowMs: timeOf(now), state: stateOf(state) })
    const decision = engine.decide(action, facts, { trace: explain })
    return {
      ...decisionJson(decision, action, engine.digest),
      missing: missingState(facts, { engine, action }),
    }
  },
})

function stateOf(state: JsonObject | undefined): PolicyTestState {
  if (state === undefined) return {}
  const read = readTestState(state)
  if (read.ok) return read.state
  throw new ServeError('SERVE_BAD_PARAMS', `\`state\` cannot be used: ${read.diagnostics[0]?.message}`)
}

function timeOf(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const nowMs = parseInstant(text)
  if (nowMs !== undefined) return nowMs
  throw new ServeError(
    'SERVE_BAD_PARAMS',
    '`now` is no time',
    'write RFC 3339 with a zone: 2026-11-21T09:00:00Z',
  )
}
