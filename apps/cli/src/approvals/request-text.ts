import type { HeldRequest } from '@kvlar/approvals'
import { durationText, headline } from '@kvlar/approvals/view'
import type { RiskLevel } from '@kvlar/core'
import type { Tone } from '../terminal.ts'

export const RISK_TONES: Readonly<Record<RiskLevel, Tone>> = {
  low: 'good',
  medium: 'warning',
  high: 'bad',
  critical: 'bad',
}

/** How risky the rule calls it; low where it says nothing. */
export function riskOf({ rule }: Pick<HeldRequest, 'rule'>): RiskLevel {
  return rule.riskLevel ?? 'low'
}

/** What a call does, on one line; not yet made visible. */
export function headlineText({ call }: Pick<HeldRequest, 'call'>): string {
  const { verb, subject } = headline(call)
  return subject === undefined ? verb : `${verb} ${subject}`
}

/** Where a request stands, in words. */
export function stateText({ state, endReason }: HeldRequest): string {
  if (state === 'pending') return 'waits for people'
  return endReason === undefined ? state : `${state}: ${endReason}`
}

/** When its clock runs out, or when it ended. */
export function endText({ state, expiresAtMs, executeByMs, endedAtMs }: HeldRequest, nowMs: number): string {
  if (state === 'pending') return `expires ${when(expiresAtMs)}, in ${durationText(expiresAtMs - nowMs)}`
  if (state === 'approved' && executeByMs !== undefined)
    return `must run by ${when(executeByMs)}, in ${durationText(executeByMs - nowMs)}`
  return endedAtMs === undefined ? state : `ended ${when(endedAtMs)}`
}

function when(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Who decided it, and how; the end of its line in a list. */
export function outcomeText({ state, decisions, grantId }: HeldRequest): string {
  if (grantId !== undefined) return `${state} by a grant`
  const by = decisions.map(({ approver }) => approver).join(', ')
  return by === '' ? state : `${state}, decided by ${by}`
}
