import { ConfigError } from '@kvlar/core'
import { LIMITS } from './limits.ts'

/**
 * Shadow mode: everything is evaluated and recorded, and what enforcement would stop is let go all the same. The floor,
 * the kill switch, revocations and the record still stop; so do invariants, unless that too is asked for.
 */
export interface ObserveOnly {
  /** Milliseconds since the epoch from which on everything is enforced; without end when absent. */
  readonly untilMs?: number
  /** Lets go what violates an invariant, too. */
  readonly liftsInvariants?: boolean
}

/** @throws ConfigError for an end that is none, or lies too far off */
export function checkObserveOnly({ untilMs }: ObserveOnly, nowMs: number): void {
  if (untilMs === undefined || (untilMs > nowMs && untilMs <= nowMs + LIMITS.shadowMsMax)) return
  throw new ConfigError(
    'CONFIG_BAD_VALUE',
    'shadow mode ends in the past, at no time, or in over a year; refusing to start',
  )
}

/** Whether nothing is enforced at this moment. */
export function isObserving(observeOnly: ObserveOnly | undefined, nowMs: number): observeOnly is ObserveOnly {
  return observeOnly !== undefined && nowMs < (observeOnly.untilMs ?? Number.POSITIVE_INFINITY)
}
