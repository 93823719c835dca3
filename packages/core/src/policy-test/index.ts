/**
 * Tests of policies, as people write them in files: read, and run against an engine.
 *
 * For commands and editors. Nothing is opened here; texts come in.
 */
export { readTestFile, type ReadTestFile } from './read-test-file.ts'
export type { PolicyTestCase, PolicyTestFile, PolicyTestState } from './policy-test-file.ts'
export { factsOfState } from './facts-of-state.ts'
export { parseInstant } from './instant.ts'
export {
  runPolicyTests,
  type PolicyTestResult,
  type PolicyTestRun,
  type RuleCoverage,
} from './run-policy-tests.ts'
