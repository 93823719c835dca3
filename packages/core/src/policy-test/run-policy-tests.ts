import type { Decision } from '../decision.ts'
import type { Engine } from '../engine.ts'
import type { EffectType, Origin, Rule } from '../rule.ts'
import { factsOfState } from './facts-of-state.ts'
import { whyOtherwise } from './why-otherwise.ts'
import type { PolicyTestCase, PolicyTestFile } from './policy-test-file.ts'

/** How one case went; names as in the seed's JSON output. */
export interface PolicyTestResult {
  readonly id: string
  readonly passed: boolean
  readonly actual_decision: EffectType
  readonly actual_rule: string
  readonly actual_reason: string
  /** What was expected and was not so, one sentence each. */
  readonly failures: readonly string[]
  /** Of a case that failed: why what it expects did not decide, and what did, one sentence each. */
  readonly why?: readonly string[]
  readonly origin: Origin
}

/** How often a rule decided a case. */
export interface RuleCoverage {
  readonly rule: string
  readonly hits: number
}

/** How a test file went. */
export interface PolicyTestRun {
  readonly results: readonly PolicyTestResult[]
  readonly total: number
  readonly passed: number
  readonly failed: number
  /** One row for each rule given, in order; then rows of others that decided, such as `_default_deny`. */
  readonly coverage: readonly RuleCoverage[]
}

/**
 * Decides every case of a test file and compares. Pure: time and state come from the file.
 *
 * @param rules the rules whose coverage is counted, usually those of the policies of the engine
 */
export function runPolicyTests(
  file: PolicyTestFile,
  engine: Engine,
  rules: readonly Rule[] = [],
): PolicyTestRun {
  const hits = new Map<string, number>(rules.map(({ id }) => [id, 0]))
  const results = file.cases.map((each) => {
    const facts = factsOfState(engine, each.action, each)
    const decision = engine.decide(each.action, facts)
    hits.set(decision.ruleId, (hits.get(decision.ruleId) ?? 0) + 1)
    const result = resultOf(each, decision)
    return result.passed ? result : { ...result, why: whyOtherwise(each, decision, { engine, facts }) }
  })
  const passed = results.filter((result) => result.passed).length
  return {
    results,
    total: results.length,
    passed,
    failed: results.length - passed,
    coverage: [...hits].map(([rule, count]) => ({ rule, hits: count })),
  }
}

function resultOf(
  { id, expect, rule, reasonContains, origin }: PolicyTestCase,
  decision: Decision,
): PolicyTestResult {
  const failures: string[] = []
  if (decision.outcome !== expect) failures.push(`expected ${expect}, got ${decision.outcome}`)
  if (rule !== undefined && decision.ruleId !== rule)
    failures.push(`expected rule \`${rule}\`, got \`${decision.ruleId}\``)
  if (reasonContains !== undefined && !decision.reason.includes(reasonContains))
    failures.push(`expected a reason with \`${reasonContains}\`, got \`${decision.reason}\``)
  return {
    id,
    passed: failures.length === 0,
    actual_decision: decision.outcome,
    actual_rule: decision.ruleId,
    actual_reason: decision.reason,
    failures,
    origin,
  }
}
