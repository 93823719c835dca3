import type { Policy } from '../../policy.ts'
import type { Coverage } from './test-report.ts'

/**
 * Which rules of the policies decided a case.
 * @param hits `<policy file>\n<rule id>` of every decision
 */
export function coverageOf(policies: readonly Policy[], hits: ReadonlySet<string>): Coverage {
  const rules = policies.flatMap(({ file, rules: own }) => own.map((rule) => ({ file, rule })))
  const uncovered = rules.filter(({ file, rule }) => !hits.has(`${file}\n${rule.id}`)).map(({ rule }) => rule)
  const covered = rules.length - uncovered.length
  // Multiplied first, so that 29 of 100 is not a hair less than 29.
  const percent = rules.length === 0 ? 100 : (covered * 100) / rules.length
  return { rules: rules.length, covered, uncovered, percent }
}

/** Rounded down, so that 100 means all. */
export function percentText(percent: number): string {
  return String(Math.floor(percent * 10) / 10)
}
