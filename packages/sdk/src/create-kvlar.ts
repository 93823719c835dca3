import {
  agentPrincipal,
  createEngine,
  type Action,
  type Decision,
  type Engine,
  type Facts,
  type Policy,
} from '@kvlar/core'
import { createCallIds } from './call-ids.ts'
import { createCallContexts, type KvlarContext } from './call-context.ts'
import type { Guard } from './guard.ts'
import { guardFunction, type AnyFunction, type GuardParts } from './guard-function.ts'
import { asObject } from './input/bind-given.ts'
import { frozenJson } from './input/frozen-json.ts'
import { readKvlarOptions, type KvlarOptions } from './kvlar-options.ts'
import { readGuardOptions, type AnyGuardOptions } from './read-guard-options.ts'
import { createRoad } from './road.ts'

/** A call to be judged by itself; who calls is the current context's when it does not say. */
export type Question = Pick<Action, 'resource' | 'parameters'> & Partial<Action>

/** One policy over the functions of one program. */
export interface Kvlar {
  readonly guard: Guard
  /**
   * Runs something on behalf of somebody: calls made within it, however late, are theirs. A context takes the place
   * of the one around it.
   * @throws KvlarMisuse `KVLAR_BAD_CONTEXT`
   */
  run<T>(context: KvlarContext, fn: () => T): T
  /**
   * What the policy says of a call. Nothing is counted, recorded, asked or run; what `facts` does not have and a rule
   * reads is an error there.
   * @throws InvalidArguments
   */
  evaluate(question: Question, facts?: Partial<Facts>): Decision
  /**
   * Puts other policies in force, also for calls that wait: they are decided again before they run.
   * @throws PolicyError and leaves the old ones in force
   */
  replacePolicies(policies: readonly Policy[]): void
}

/**
 * Makes `guard()` for the functions of one program.
 *
 * @throws PolicyError, KvlarMisuse `KVLAR_BAD_OPTION`
 */
export function createKvlar(given: KvlarOptions): Kvlar {
  const options = readKvlarOptions(given)
  const { agentId, now } = options
  let engine = engineOf(options.policies)
  const contexts = createCallContexts({
    principal: agentPrincipal(agentId),
    agentId,
    sessionId: crypto.randomUUID(),
    sessionStartedAtMs: now(),
  })
  const road = createRoad({ ...options, engine: () => engine })
  const parts: GuardParts = { road, contexts, nextCallId: createCallIds() }
  const guard = (name: string, fn: AnyFunction, guardOptions: AnyGuardOptions = {}): AnyFunction =>
    guardFunction(name, fn, readGuardOptions(name, fn, guardOptions), parts)
  return Object.freeze<Kvlar>({
    // The overloads say of each function what this one does for all of them.
    guard: guard as unknown as Guard,
    run: (context, fn) => contexts.run(context, fn),
    evaluate: (question, facts) => {
      const { principal, agentId: callerId, sessionStartedAtMs } = contexts.current()
      const parameters = asObject(frozenJson(question.parameters))
      const action: Action = { type: 'tool_call', agentId: callerId, principal, ...question, parameters }
      const known = sessionStartedAtMs !== undefined && { sessionStartedAtMs }
      return engine.decide(action, { nowMs: now(), ...known, ...facts })
    },
    replacePolicies: (policies) => {
      engine = engineOf(policies)
    },
  })
}

function engineOf(policies: readonly Policy[]): Engine {
  return createEngine(policies, { parseUrl: (text) => URL.parse(text) ?? undefined })
}
