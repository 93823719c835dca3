import type { Action } from '../action.ts'
import type { Engine } from '../engine.ts'
import type { Facts } from '../facts.ts'
import type { PolicyTestState } from './policy-test-file.ts'

/**
 * The facts of a decision on an action in an assumed state; what the state does not say stays unknown, and a rule that
 * needs it cannot be evaluated.
 */
export function factsOfState(
  engine: Engine,
  action: Action,
  { nowMs, state }: { readonly nowMs: number; readonly state: PolicyTestState },
): Facts {
  const counts = new Map<string, number>()
  for (const need of engine.needs(action)) {
    if (need.kind !== 'rate' || state.calls === undefined) continue
    const count = typeof state.calls === 'number' ? state.calls : state.calls.get(need.windowMs)
    if (count !== undefined) counts.set(need.key, count)
  }
  if (state.sessionAgeMs === undefined) return { nowMs, counts }
  return { nowMs, counts, sessionStartedAtMs: nowMs - state.sessionAgeMs }
}
