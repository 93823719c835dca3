import type { RequestSummary } from './request-summary.ts'

type Urgent = Pick<RequestSummary, 'id' | 'risk' | 'createdAtMs' | 'expiresAtMs'>

/** Whether it cannot wait: critical, or in the last quarter of its time. */
export function isUrgent({ risk, createdAtMs, expiresAtMs }: Urgent, nowMs: number): boolean {
  return risk === 'critical' || expiresAtMs - nowMs < (expiresAtMs - createdAtMs) / 4
}

/** In the order in which they should be looked at: what cannot wait first, then what ends first. */
export function mostUrgentFirst<T extends Urgent>(requests: readonly T[], nowMs: number): readonly T[] {
  return requests.toSorted(
    (a, b) =>
      Number(isUrgent(b, nowMs)) - Number(isUrgent(a, nowMs)) ||
      a.expiresAtMs - b.expiresAtMs ||
      a.createdAtMs - b.createdAtMs ||
      (a.id < b.id ? -1 : 1),
  )
}
