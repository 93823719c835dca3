import type { Action } from '../action.ts'
import type { Engine } from '../engine.ts'
import type { Facts } from '../facts.ts'
import { durationNotation } from '../policy/rules/duration-notation.ts'

/** What a decision on the action reads and the facts do not say, in words. */
export function missingState(facts: Facts, { engine, action }: { engine: Engine; action: Action }): string[] {
  return engine.needs(action, facts).flatMap((need): string[] => {
    switch (need.kind) {
      case 'rate':
        return facts.counts?.has(need.key) ? [] : [`calls within ${durationNotation(need.windowMs)}`]
      case 'history':
        return facts.counts?.has(need.key)
          ? []
          : [`the earlier calls within ${durationNotation(need.windowMs)}`]
      case 'session_age':
        return facts.sessionStartedAtMs === undefined ? ['the age of the session'] : []
    }
  })
}
