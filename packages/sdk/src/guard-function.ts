import type { Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import type { CallName, UnnamedCall } from './ahead-calls.ts'
import type { CallContexts, Caller } from './call-context.ts'
import { InvalidArguments } from './errors/invalid-arguments.ts'
import { bindGiven, listOf, type Given } from './input/bind-given.ts'
import { parseInput } from './input/parse-input.ts'
import type { JudgedCall } from './judged-call.ts'
import type { AnyGuardOptions } from './read-guard-options.ts'
import type { Ended, Passed, Road } from './road.ts'
import type { RunningPermit } from './running-permit.ts'

/** What every guarded function of one `createKvlar` shares. */
export interface GuardParts {
  readonly road: Road
  readonly contexts: CallContexts
  readonly permit: RunningPermit
  /** Names a call that is asked about ahead. */
  readonly nameAhead: NameCall
  /** Names a call that is made. */
  readonly nameMade: NameCall
}

type NameCall = (call: UnnamedCall) => CallName

/** Any function, once the types have done their work. */
export type AnyFunction = (this: unknown, ...given: unknown[]) => unknown

export interface GuardedFunction {
  /** The function that takes the place of `fn`. */
  readonly guarded: AnyFunction
  /** The call that `guarded` would make of these arguments. @throws InvalidArguments */
  readonly callOf: (given: readonly unknown[]) => Promise<JudgedCall>
  /** Judges it as `guarded` does, for whoever makes it instead. @throws what `guarded` throws before `fn` */
  readonly letGo: (given: readonly unknown[]) => Promise<LetGo>
}

/** A call that may be made by now, by whoever runs its tool. */
export interface LetGo extends Passed {
  /** What was judged, frozen: nothing else may run. */
  readonly args: JsonObject
  /** Says how it has ended, once; never rejects. Of a call that says nothing, no end stands on record. */
  readonly ended: Ended
}

export function guardFunction(
  name: string,
  fn: AnyFunction,
  options: AnyGuardOptions,
  { road, contexts, permit, nameAhead, nameMade }: GuardParts,
): GuardedFunction {
  const { params } = options
  const callerNow = callerOf(options, contexts)

  const read = async (given: readonly unknown[]): Promise<Read> => {
    const bound = bindGiven(given, params)
    bound.call?.signal?.throwIfAborted()
    const parameters = await parsed(bound, options)
    const target = targetOf(parameters, options)
    return {
      parameters,
      ...(bound.call !== undefined && { call: bound.call }),
      ...(target !== undefined && { target }),
    }
  }

  /** What is to be judged, under a number of its own; what cannot be is put on record. */
  const readCall = async (given: readonly unknown[]): Promise<{ judged: Read; call: JudgedCall }> => {
    // INVARIANT: caller and arguments are those of this moment; nothing is awaited before both are copied.
    const caller = callerNow()
    try {
      const judged = await read(given)
      return { judged, call: judgedCall(name, judged, { caller, options, nameOf: nameMade }) }
    } catch (error) {
      if (error instanceof InvalidArguments) await road.refuse(caller.sessionId ?? crypto.randomUUID(), error)
      throw error
    }
  }

  const guarded = async function (this: unknown, ...given: readonly unknown[]): Promise<unknown> {
    const { judged, call } = await readCall(given)
    const start = (): unknown => fn.call(this, ...listOf(judged.parameters, params, judged.call))
    return road.travel(call, (passed) => permit.run(passed.permit, start))
  }
  return {
    guarded: Object.defineProperty(guarded, 'name', { value: name, configurable: true }),
    callOf: async (given) => {
      const caller = callerNow()
      return judgedCall(name, await read(given), { caller, options, nameOf: nameAhead })
    },
    letGo: async (given) => {
      const { judged, call } = await readCall(given)
      const { passed, ended } = await road.letGo(call)
      return { args: judged.parameters, ended, ...passed }
    },
  }
}

/** Says who calls. A context that is an object is read once, so that what cannot work shows at once. */
function callerOf({ context }: AnyGuardOptions, contexts: CallContexts): () => Caller {
  if (context === undefined) return () => contexts.current()
  if (typeof context === 'function') return () => contexts.passed(context())
  const caller = contexts.passed(context)
  return () => caller
}

/** What a call asks for, read. */
interface Read extends Omit<Given, 'named'> {
  /** What is judged and what runs. */
  readonly parameters: JsonObject
  readonly target?: string
}

async function parsed({ named }: Given, { input, params }: AnyGuardOptions): Promise<JsonObject> {
  if (input === undefined) return named
  const parameters = await parseInput(input, named)
  const extra =
    params === undefined ? undefined : Object.keys(parameters).find((key) => !params.includes(key))
  if (extra === undefined) return parameters
  throw new InvalidArguments('KVLAR_SCHEMA_FAILED', 'the schema made an argument that `params` does not name')
}

function targetOf(parameters: JsonObject, { target }: AnyGuardOptions): string | undefined {
  if (typeof target !== 'function') return target
  let found: unknown
  try {
    found = target(parameters)
    if (found === undefined || typeof found === 'string') return found
  } catch {
    // What it throws may quote the arguments.
  }
  throw new InvalidArguments('KVLAR_TARGET_FAILED', '`target` threw or gave no text; the call has not run')
}

const LIVES_ON = new AbortController().signal

function judgedCall(
  name: string,
  { parameters, target, call }: Read,
  of: { readonly caller: Caller; readonly options: AnyGuardOptions; readonly nameOf: NameCall },
): JudgedCall {
  const { caller, options, nameOf } = of
  const { principal, agentId, sessionId, sessionStartedAtMs, environment, origin } = caller
  const { server, redact = [], onPending, holdMs = 0 } = options
  const action: Action = {
    type: 'tool_call',
    resource: name,
    parameters,
    agentId,
    principal,
    ...(server !== undefined && { server }),
    ...(target !== undefined && { target }),
  }
  return {
    action,
    ...nameOf({ action, sessionId }),
    isInSession: sessionId !== undefined,
    ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
    environment,
    origin,
    redact,
    holdMs: onPending === 'wait' ? Number.POSITIVE_INFINITY : holdMs,
    signal: call?.signal ?? LIVES_ON,
  }
}
