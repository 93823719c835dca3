import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEngine, OPERATORS, rateKey } from '@kvlar/core'
import { oracleDecide } from '../oracle.ts'
import { aim, aimedAction, factsFor, platformUrl, policies, randomFacts } from '../random-policies.ts'

const RUNS = 4200
const ACTIONS_PER_POLICY = 25
const WINDOWS = [1000, 60_000]

test(
  'the engine and a naive second evaluator decide 100,000 random cases alike',
  { timeout: 240_000 },
  () => {
    const seen = new Map<string, number>()
    const observe = (what: string, truth: string) => {
      const key = `${what} ${truth}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    let cases = 0
    const calls = fc.array(fc.tuple(aimedAction, randomFacts), {
      minLength: ACTIONS_PER_POLICY,
      maxLength: ACTIONS_PER_POLICY,
    })
    fc.assert(
      fc.property(policies, calls, (list, tried) => {
        const engine = createEngine(list, { parseUrl: platformUrl })
        for (const [aimed, random] of tried) {
          const call = aim(aimed, list)
          cases += 1
          const facts = factsFor(
            random,
            WINDOWS.map((windowMs) => rateKey(call, windowMs)),
          )
          const expected = oracleDecide(list, call, facts, observe)
          const decision = engine.decide(call, facts)
          expect({
            outcome: decision.outcome,
            ruleId: decision.ruleId,
            isError: decision.error !== undefined,
          }).toEqual(expected)
          observe('outcome', expected.ruleId === '_default_deny' ? 'default' : expected.outcome)
          observe('matched by error', String(expected.isError))
        }
      }),
      { numRuns: RUNS, endOnFailure: false },
    )
    expect(cases).toBeGreaterThanOrEqual(100_000)
    const wanted = [
      ...OPERATORS.flatMap(({ operator }) =>
        ['true', 'false', 'error'].map((truth) => `${operator} ${truth}`),
      ),
      ...[
        'all',
        'any',
        'not',
        'rate_limit',
        'seen',
        'count',
        'sum',
        'session_age_max',
        'time_window',
        'rule',
      ].flatMap((kind) => ['true', 'false', 'error'].map((truth) => `${kind} ${truth}`)),
      ...['resource', 'target', 'principal', 'parameter_regex'].flatMap((kind) =>
        ['true', 'false'].map((truth) => `${kind} ${truth}`),
      ),
      'anywhere true',
      'anywhere false',
      'arguments_only true',
      'arguments_only error',
      ...['allow', 'deny', 'require_approval', 'default'].map((outcome) => `outcome ${outcome}`),
      'matched by error true',
    ]
    expect(wanted.filter((key) => (seen.get(key) ?? 0) < 50)).toEqual([])
  },
)
