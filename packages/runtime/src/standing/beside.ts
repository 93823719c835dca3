import type { ObserveOnlyRecord } from '@kvlar/audit'
import type { BesidePolicies } from '@kvlar/audit/file'
import { describeEnforcement, type ObserveOnly } from '@kvlar/gate'
import { dropUndefined } from '@kvlar/core/document'
import type { ReadSettings } from '../settings/read-settings.ts'

/** What the record says of what stops calls beside the policies, and of what is let go all the same. */
export function besideOf({
  invariants,
  drift,
  evaluators,
  observeOnly,
}: Pick<ReadSettings, 'invariants' | 'drift' | 'evaluators' | 'observeOnly'>): BesidePolicies {
  const enforcement = describeEnforcement(
    dropUndefined({ invariants: invariants?.invariants, drift, evaluators }),
  )
  const source = invariants?.source
  return {
    ...(enforcement !== undefined && { enforcement }),
    ...(enforcement?.invariants !== undefined && source !== undefined && { source }),
    ...(observeOnly !== undefined && { observeOnly: observeOnlyRecord(observeOnly) }),
  }
}

function observeOnlyRecord({ untilMs, liftsInvariants }: ObserveOnly): ObserveOnlyRecord {
  return {
    ...(untilMs !== undefined && { until: new Date(untilMs).toISOString() }),
    ...(liftsInvariants === true && { lifts_invariants: true }),
  }
}
