import type { Action } from '../action.ts'
import type { Engine } from '../engine.ts'
import { createMemoryCounters } from '../engine/state/memory-counters.ts'
import type { Facts, Need } from '../facts.ts'
import type { EarlierCall, PolicyTestState } from './policy-test-file.ts'

/** The session of the judged call. */
const SESSION = 'test-session'

interface Assumed {
  readonly nowMs: number
  readonly state: PolicyTestState
}

/**
 * The facts of a decision on an action in an assumed state; what the state does not say stays unknown, and a rule that
 * needs it cannot be evaluated.
 */
export function factsOfState(engine: Engine, action: Action, { nowMs, state }: Assumed): Facts {
  const needs = engine.needs(action, { sessionId: SESSION })
  const told = state.earlier === undefined ? NOTHING : replay(engine, state.earlier, { nowMs, needs })
  const counts = new Map(told.counts)
  for (const need of needs) {
    if (need.kind === 'session_age' || state.calls === undefined) continue
    const count = typeof state.calls === 'number' ? state.calls : state.calls.get(need.windowMs)
    const isSum = need.kind === 'history' && need.measure === 'sum'
    if (count !== undefined) counts.set(need.key, isSum ? count * need.own : count)
  }
  const facts: Facts = { nowMs, counts, sessionId: SESSION, freeAtMs: told.freeAtMs }
  return state.sessionAgeMs === undefined
    ? facts
    : { ...facts, sessionStartedAtMs: nowMs - state.sessionAgeMs }
}

const NOTHING = { counts: new Map<string, number>(), freeAtMs: new Map<string, number>() }

/** What a store that saw the earlier calls says. */
function replay(
  engine: Engine,
  earlier: readonly EarlierCall[],
  { nowMs, needs }: { readonly nowMs: number; readonly needs: readonly Need[] },
) {
  const store = createMemoryCounters()
  const timeOf = ({ when }: EarlierCall): number => ('atMs' in when ? when.atMs : nowMs - when.agoMs)
  const inOrder = earlier
    .map((call, index) => ({ ...call, decisionId: `earlier-${index}`, atMs: timeOf(call) }))
    .filter(({ atMs }) => atMs <= nowMs)
    .toSorted((left, right) => left.atMs - right.atMs)
  for (const { action, decisionId, atMs, result, session = SESSION } of inOrder) {
    const known = { sessionId: session }
    const marks = engine.marks(action, known)
    store.count({ decisionId, nowMs: atMs, needs: engine.needs(action, known), marks, isLetGo: true })
    if (result !== 'running') store.settle(decisionId, result)
  }
  return store.count({ decisionId: 'judged', nowMs, needs, marks: [] })
}
