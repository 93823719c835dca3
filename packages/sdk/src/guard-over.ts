import {
  agentPrincipal,
  type Action,
  type Decision,
  type Engine,
  type Facts,
  type Principal,
} from '@kvlar/core'
import { createAheadCalls } from './ahead-calls.ts'
import { createCallContexts, type KvlarContext } from './call-context.ts'
import { createCallIds } from './call-ids.ts'
import type { Guard } from './guard.ts'
import type { PendingRequest } from './errors/approval-pending.ts'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import {
  guardFunction,
  type AnyFunction,
  type GuardedFunction,
  type GuardParts,
  type LetGo,
} from './guard-function.ts'
import { asObject } from './input/bind-given.ts'
import { frozenJson } from './input/frozen-json.ts'
import { readGuardOptions, type AnyGuardOptions } from './read-guard-options.ts'
import { createRoad, type RoadOptions } from './road.ts'
import { createRunningPermit } from './running-permit.ts'

/** A call to be judged by itself; who calls is the current context's when it does not say. */
export type Question = Pick<Action, 'resource' | 'parameters'> & Partial<Action>

/** What guarded functions are put on: the gate, and who is told what became of calls. */
export interface GuardOverOptions extends RoadOptions {
  /** The engine in force now, for `evaluate`. */
  readonly engine: () => Pick<Engine, 'decide'>
  /** Whose calls these are where no context says it. */
  readonly agentId: string
  /** On whose authority they are made then; the agent's own, without roles, when absent. */
  readonly principal?: Principal
}

/** The functions of one program, each behind the same gate. */
export interface Guarding {
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
   * The permit of the guarded call that runs, for whoever carries it out: a service that takes it in a header or an
   * MCP server in `_meta`. It is good once and not for long. Undefined where none is signed, and outside of a call.
   */
  permit(): string | undefined
  /**
   * Asks people ahead about a call of a guarded function, for frameworks that stop for approval before they call.
   * Nothing runs, and no approval is used up: the call itself is judged when it is made.
   * @returns what waits for them, or is approved by now; undefined where nobody need be asked, or where the call says
   *   itself why it is stopped
   * @throws KvlarMisuse for a function that is none of this Kvlar's
   */
  askAhead<Given extends readonly unknown[]>(
    guarded: (...given: Given) => unknown,
    ...given: Given
  ): Promise<PendingRequest | undefined>
  /**
   * Lets a call of a guarded function go that somebody else makes, for frameworks that run a tool themselves between a
   * hook that asks and one that says how it ended. It is judged, recorded and asked about as a call of the function is,
   * which does not run.
   * @throws KvlarMisuse for a function that is none of this Kvlar's, and what the function throws where it may not run
   */
  letGo<Given extends readonly unknown[]>(
    guarded: (...given: Given) => unknown,
    ...given: Given
  ): Promise<LetGo>
  /** Resolves once no guarded call waits and none runs. */
  whenIdle(): Promise<void>
}

/** Puts functions on a gate that exists already; for whoever opens record and queue itself. */
export function guardOver(options: GuardOverOptions): Guarding {
  const { agentId, principal = agentPrincipal(agentId), now, engine } = options
  const contexts = createCallContexts({
    principal,
    agentId,
    sessionId: crypto.randomUUID(),
    sessionStartedAtMs: now(),
    environment: {},
    origin: {},
  })
  const road = createRoad(options)
  const permit = createRunningPermit()
  const nextCallId = createCallIds()
  const ahead = createAheadCalls(now)
  const nameAhead: GuardParts['nameAhead'] = ({ sessionId = crypto.randomUUID() }) => ({
    sessionId,
    callId: nextCallId(),
  })
  const nameMade: GuardParts['nameMade'] = (call) => ahead.take(call) ?? nameAhead(call)
  const parts: GuardParts = { road, contexts, permit, nameAhead, nameMade }
  const functions = new WeakMap<object, GuardedFunction>()
  const partsOf = (guarded: object): GuardedFunction => {
    const found = functions.get(guarded)
    if (found !== undefined) return found
    throw new KvlarMisuse('KVLAR_BAD_OPTION', 'what is asked about is no guarded function of this Kvlar')
  }
  const guard = (name: string, fn: AnyFunction, guardOptions: AnyGuardOptions = {}): AnyFunction => {
    const made = guardFunction(name, fn, readGuardOptions(name, fn, guardOptions), parts)
    functions.set(made.guarded, made)
    return made.guarded
  }
  const askAhead = async (
    guarded: object,
    ...given: readonly unknown[]
  ): Promise<PendingRequest | undefined> => {
    const { callOf } = partsOf(guarded)
    const call = await callOf(given).catch(() => undefined)
    if (call === undefined) return undefined
    const { sessionStartedAtMs } = call
    // Most calls ask nobody, and these are judged and recorded once: when they are made.
    const decision = engine().decide(call.action, {
      nowMs: now(),
      ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
    })
    if (decision.outcome !== 'require_approval') return undefined
    const request = await road.askAhead(call)
    // With the state that it reads, the policy need not ask: the call follows at once.
    if (request === undefined) ahead.note(call)
    return request
  }
  return {
    // The overloads say of each function what this one does for all of them.
    guard: guard as unknown as Guard,
    askAhead,
    letGo: async (guarded, ...given) => partsOf(guarded).letGo(given),
    permit: () => permit.current(),
    whenIdle: () => road.whenIdle(),
    run: (context, fn) => contexts.run(context, fn),
    evaluate: (question, facts) => {
      const { principal: caller, agentId: callerId, sessionStartedAtMs } = contexts.current()
      const parameters = asObject(frozenJson(question.parameters))
      const action: Action = {
        type: 'tool_call',
        agentId: callerId,
        principal: caller,
        ...question,
        parameters,
      }
      const known = sessionStartedAtMs !== undefined && { sessionStartedAtMs }
      return engine().decide(action, { nowMs: now(), ...known, ...facts })
    },
  }
}
