import type { Spot } from '../document/report.ts'
import type { LINT_CODES } from '../policy/problems/lint-codes.ts'
import type { Call } from './call.ts'
import type { RuleCase } from './rule-case.ts'

/** Every kind of warning that lint has. */
export type LintCode = keyof typeof LINT_CODES

/** Something worth a warning. */
export interface Finding {
  readonly code: LintCode
  readonly spot: Spot
  readonly message: string
  readonly help: string
  /** The call that shows it; the check has asked the engine that it does. */
  readonly call: Call
}

/**
 * Looks at one rule for one kind of mistake.
 * INVARIANT: a finding is made only where the engine confirms, on its call, what its message says.
 */
export type Check = (subject: RuleCase) => Iterable<Finding>
