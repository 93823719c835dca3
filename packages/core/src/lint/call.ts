import type { Action } from '../action.ts'
import type { Decision } from '../decision.ts'
import type { Engine } from '../engine.ts'
import type { Facts } from '../facts.ts'
import type { JsonObject } from '../json-value.ts'
import { agentPrincipal } from '../principal.ts'

/** A call made up by lint, with the time and the state in which it is made. */
export interface Call {
  readonly action: Action
  readonly nowMs: number
  /** Calls counted in every window, this one included. */
  readonly calls: number
  readonly sessionAgeMs: number
}

/** 2026-06-15T12:00:00Z, a Monday. */
const NOON_MS = 1_781_524_800_000

/** The agent that `kvlar evaluate` names when it is not told another. */
const AGENT = 'cli-test'

/** The first call of a young session. */
export const PLAIN_CALL: Call = {
  action: {
    type: 'tool_call',
    resource: 'tool',
    parameters: {},
    agentId: AGENT,
    principal: agentPrincipal(AGENT),
  },
  nowMs: NOON_MS,
  calls: 1,
  sessionAgeMs: 1000,
}

/** The same call with other arguments. */
export function withParameters(call: Call, parameters: JsonObject): Call {
  return { ...call, action: { ...call.action, parameters } }
}

/** The same call of another tool, resource or prompt. */
export function withResource(call: Call, resource: string): Call {
  return { ...call, action: { ...call.action, resource } }
}

export function decideCall(engine: Engine, call: Call, trace = false): Decision {
  return engine.decide(call.action, factsOf(call), { trace })
}

/** Every counter reads the same: asking the engine which ones there are would cost more than the decision. */
class SameCount extends Map<string, number> {
  readonly #count: number

  constructor(count: number) {
    super()
    this.#count = count
  }

  override get(): number {
    return this.#count
  }
}

export function factsOf({ nowMs, calls, sessionAgeMs }: Call): Facts {
  return { nowMs, counts: new SameCount(calls), sessionId: 'lint', sessionStartedAtMs: nowMs - sessionAgeMs }
}
