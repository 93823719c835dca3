import { createDrift, createInvariants } from '@kvlar/gate'
import type { ReadSettings } from '../settings/read-settings.ts'
import type { OpenHeld } from './open-held.ts'
import type { Steps } from './steps.ts'

type StepSettings = Pick<
  ReadSettings,
  'invariants' | 'drift' | 'evaluators' | 'evaluatorTimeoutMs' | 'observeOnly'
>

/** What is not set costs nothing; revocations are looked at whatever is set. @throws ConfigError */
export function stepsOf(
  { invariants, drift, evaluators, evaluatorTimeoutMs, observeOnly }: StepSettings,
  { standing, sessions }: Pick<OpenHeld, 'standing' | 'sessions'>,
  onJudged: NonNullable<Steps['onJudged']>,
): Steps {
  const looks = invariants !== undefined || drift !== undefined || evaluators !== undefined
  return {
    standing,
    onJudged,
    ...(looks && { sessions }),
    ...(invariants !== undefined && { invariants: createInvariants(invariants.invariants) }),
    ...(drift !== undefined && { drift: createDrift(drift) }),
    ...(evaluators !== undefined && { evaluators }),
    ...(evaluatorTimeoutMs !== undefined && { evaluatorTimeoutMs }),
    ...(observeOnly !== undefined && { observeOnly }),
  }
}
