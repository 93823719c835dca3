import {
  createEngine,
  createMemoryCounters,
  decideWithState,
  loadPolicy,
  type Action,
  type CallEnd,
  type Decision,
  type Engine,
} from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { platformUrl } from './random-policies.ts'
import { call } from './rule-builders.ts'

export const HOUR = 3_600_000

export function engineOf(...rules: readonly object[]): Engine {
  return createEngine([loadPolicy({ name: 'books', rules })], { parseUrl: platformUrl })
}

export interface Made extends Partial<Omit<Action, 'resource' | 'parameters'>> {
  readonly session?: string
  /** How the call ends, if it is let go; it runs on when absent. */
  readonly end?: CallEnd
}

/** An engine over a store, which others may share, and a clock that the test turns: calls are decided as on their way through a gate. */
export function desk(engine: Engine, { counters = createMemoryCounters(), name = 'd' } = {}) {
  let made = 0
  const self = {
    nowMs: 1_800_000_000_000,
    pass(ms: number): void {
      self.nowMs += ms
    },
    async call(resource: string, parameters: JsonObject = {}, over: Made = {}): Promise<Decision> {
      const { session = 's-1', end, ...rest } = over
      const decisionId = `${name}${(made += 1)}`
      const input = {
        action: call(resource, parameters, rest),
        decisionId,
        nowMs: self.nowMs,
        sessionId: session,
      }
      const { decision, verdict, marks, isMarked } = await decideWithState(engine, counters, input)
      if (verdict.outcome !== 'allow') counters.settle(decisionId, 'not_run')
      else if (!isMarked) counters.count({ decisionId, nowMs: self.nowMs, needs: [], marks, isLetGo: true })
      if (verdict.outcome === 'allow' && end !== undefined) counters.settle(decisionId, end)
      return decision
    },
    async outcomes(...calls: readonly (readonly [string, JsonObject?, Made?])[]): Promise<readonly string[]> {
      const found: string[] = []
      for (const [resource, parameters, over] of calls)
        found.push((await self.call(resource, parameters, over)).outcome)
      return found
    },
  }
  return self
}

/** A rule that allows some tools under conditions. */
export function allows(resources: string | readonly string[], ...conditions: readonly object[]): object {
  const names = typeof resources === 'string' ? [resources] : resources
  return {
    id: `allow-${names.join('-')}`,
    match_on: { resources: names, conditions },
    effect: { type: 'allow' },
  }
}
