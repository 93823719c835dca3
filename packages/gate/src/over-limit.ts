import type { Action, Engine, Facts } from '@kvlar/core'

export const OVER_LIMIT_REASON = 'there were more such calls than a limit of the policy lets through'

/** Whether a call that is denied would be let go, or asked about, had nothing been counted. */
export function isOverLimit(engine: Engine, action: Action, facts: Facts): boolean {
  const { counts } = facts
  if (counts === undefined || counts.size === 0) return false
  const none = new Map([...counts.keys()].map((key) => [key, 0]))
  return engine.decide(action, { ...facts, counts: none }).outcome !== 'deny'
}
