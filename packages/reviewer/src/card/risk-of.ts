import type { RiskLevel } from '@kvlar/core'
import type { HeldRequest } from '@kvlar/approvals'

/** How risky the rule calls it; low where it says nothing. */
export function riskOf({ rule }: Pick<HeldRequest, 'rule'>): RiskLevel {
  return rule.riskLevel ?? 'low'
}
