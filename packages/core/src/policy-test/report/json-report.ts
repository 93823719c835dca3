import type { PolicyTestResult } from '../run-policy-tests.ts'
import type { TestReport } from './test-report.ts'

/** The report as one JSON object; `coverage` is there when it was asked for. */
export function jsonReport(report: TestReport): string {
  return `${JSON.stringify(reportJson(report))}\n`
}

/** The same as a value. */
export function reportJson({ suites, total, passed, failed, coverage }: TestReport): object {
  const results = suites.flatMap((suite) => suite.results.map(resultJson))
  const rules = coverage && {
    rules: coverage.rules,
    covered: coverage.covered,
    percent: coverage.percent,
    uncovered: coverage.uncovered.map(({ id, origin: { file, line } }) => ({ rule: id, file, line })),
  }
  return { results, total, passed, failed, coverage: rules }
}

function resultJson({ id, passed, failures, why, ...actual }: PolicyTestResult): object {
  const { actual_decision, actual_rule, actual_reason } = actual
  return { id, passed, actual_decision, actual_rule, actual_reason, failures, why }
}
