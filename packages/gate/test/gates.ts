import { agentPrincipal, createEngine, createMemoryCounters, loadPolicy, type Engine } from '@kvlar/core'
import {
  createGate,
  createMemoryRecord,
  type Call,
  type DecidedEvent,
  type GateOptions,
  type Held,
  type Ruling,
  type Settled,
  type Surface,
} from '@kvlar/gate'

/** Counters that know nothing. */
export const NO_COUNTERS = {
  count: () => ({ counts: new Map<string, number>(), freeAtMs: new Map<string, number>(), isMarked: true }),
  settle: () => undefined,
}

/** A surface that says where a call comes from, who waits for it, and what to ask them. */
export interface Desk extends Surface {
  readonly context: { readonly desk: number }
  readonly waiting: { readonly name?: string }
  readonly question: string
}

/** An engine of one rule for every tool. */
export function engineThat(type: 'allow' | 'deny' | 'require_approval', id: string = type): Engine {
  return engineOf({ id, effect: { type, reason: `${id} says so` } })
}

export function engineOf(...rules: readonly object[]): Engine {
  return createEngine([loadPolicy({ name: 'gate', version: '1', rules })], {
    parseUrl: (text) => URL.parse(text) ?? undefined,
  })
}

/** A gate, and what it has recorded. */
export function gateOf(engine: Engine | (() => Engine), over: Partial<GateOptions<Desk>> = {}) {
  const { record, events } = createMemoryRecord<DecidedEvent<Desk>>()
  const gate = createGate<Desk>({
    engine: typeof engine === 'function' ? engine : () => engine,
    counters: createMemoryCounters(),
    now: () => 1_800_000_000_000,
    record,
    ...over,
  })
  return { gate, events }
}

export function call(over: Partial<Call<Desk>> = {}): Call<Desk> {
  return { sessionId: 's', callId: 1, actions: [action('pay')], context: { desk: 7 }, ...over }
}

export function action(resource: string) {
  return {
    type: 'tool_call' as const,
    resource,
    parameters: {},
    agentId: 'a',
    principal: agentPrincipal('a'),
  }
}

/** What becomes of a call in the end, with somebody who waits for it. */
export async function settled(
  ruling: Ruling<Desk> | Promise<Ruling<Desk>>,
  held: Partial<Held<Desk>> = {},
): Promise<Settled<Desk>> {
  const known = await ruling
  if (known.kind !== 'hold') return known
  return known.settle({ signal: new AbortController().signal, waiting: {}, ...held })
}

/** The code of a refusal; undefined for a call that may run. */
export function codeOf(ruling: Settled<Desk>): string | undefined {
  return ruling.kind === 'refuse' ? ruling.verdict.code : undefined
}
