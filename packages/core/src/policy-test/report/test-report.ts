import type { Rule } from '../../rule.ts'
import type { PolicyTestResult } from '../run-policy-tests.ts'

/** How one test file went. */
export interface Suite {
  readonly file: string
  readonly policy: string
  readonly results: readonly PolicyTestResult[]
}

/** How all of them went. */
export interface TestReport {
  readonly suites: readonly Suite[]
  readonly total: number
  readonly passed: number
  readonly failed: number
  /** Only when asked for. */
  readonly coverage?: Coverage
}

/** Which rules decided at least one case; each rule counts once, in however many files it is tested. */
export interface Coverage {
  readonly rules: number
  readonly covered: number
  readonly uncovered: readonly Rule[]
  /** 100 when there are no rules. */
  readonly percent: number
}
