import type { HeldRequest } from '@kvlar/approvals'
import { headline } from '../card/headline.ts'

/** What a call does, on one line; not yet made visible. */
export function headlineText({ call }: Pick<HeldRequest, 'call'>): string {
  const { verb, subject } = headline(call)
  return subject === undefined ? verb : `${verb} ${subject}`
}

/** Who decided it, and how; the end of its line in a list. */
export function outcomeText({ state, decisions, grantId }: HeldRequest): string {
  if (grantId !== undefined) return `${state} by a grant`
  const by = decisions.map(({ approver }) => approver).join(', ')
  return by === '' ? state : `${state}, decided by ${by}`
}
