import {
  createDrift,
  createInvariants,
  createMemorySessions,
  type GateOptions,
  type Revocations,
} from '@kvlar/gate'
import type { ReadSettings } from '../settings/read-settings.ts'

/** Beside the policies and the floor, all that can stop a call, or lets it go all the same. */
export interface Steps extends Pick<GateOptions, 'sessions' | 'drift' | 'invariants' | 'observeOnly'> {
  readonly standing: Revocations
}

/** What is not set costs nothing; revocations are looked at whatever is set. @throws ConfigError */
export function stepsOf(
  { invariants, drift, observeOnly }: Pick<ReadSettings, 'invariants' | 'drift' | 'observeOnly'>,
  standing: Revocations,
): Steps {
  const looks = invariants !== undefined || drift !== undefined
  return {
    standing,
    ...(looks && { sessions: createMemorySessions() }),
    ...(invariants !== undefined && { invariants: createInvariants(invariants.invariants) }),
    ...(drift !== undefined && { drift: createDrift(drift) }),
    ...(observeOnly !== undefined && { observeOnly }),
  }
}
