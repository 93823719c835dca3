import type { Decision } from '../decision.ts'
import type { Engine } from '../engine.ts'
import type { Facts } from '../facts.ts'
import type { EffectType, Origin, Rule } from '../rule.ts'
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
    const decision = engine.decide(each.action, factsOf(each, engine))
    hits.set(decision.ruleId, (hits.get(decision.ruleId) ?? 0) + 1)
    return resultOf(each, decision)
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

function factsOf({ action, nowMs, state }: PolicyTestCase, engine: Engine): Facts {
  const counts = new Map<string, number>()
  for (const need of engine.needs(action)) {
    if (need.kind !== 'rate' || state.calls === undefined) continue
    const count = typeof state.calls === 'number' ? state.calls : state.calls.get(need.windowMs)
    if (count !== undefined) counts.set(need.key, count)
  }
  return {
    nowMs,
    counts,
    ...(state.sessionAgeMs === undefined ? {} : { sessionStartedAtMs: nowMs - state.sessionAgeMs }),
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
