/**
 * Tests of policies, as people write them in files: read, run against an engine, and told of in the forms that build
 * servers read.
 *
 * For commands and editors. Nothing is opened here; texts come in.
 */
export { readTestFile, type ReadTestFile } from './read-test-file.ts'
export type { PolicyTestCase, PolicyTestFile, PolicyTestState } from './policy-test-file.ts'
export { factsOfState } from './facts-of-state.ts'
export { missingState } from './missing-state.ts'
export { parseInstant } from './instant.ts'
export { readTestState, type ReadTestState } from './read-test-state.ts'
export {
  runPolicyTests,
  type PolicyTestResult,
  type PolicyTestRun,
  type RuleCoverage,
} from './run-policy-tests.ts'
export type { Coverage, Suite, TestReport } from './report/test-report.ts'
export { coverageOf, percentText } from './report/coverage.ts'
export { githubReport } from './report/github-report.ts'
export { jsonReport, reportJson } from './report/json-report.ts'
export { junitReport } from './report/junit-report.ts'
export { tapReport } from './report/tap-report.ts'
