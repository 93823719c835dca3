import {
  createEngine,
  createMemoryCounters,
  lintPolicies,
  lintPots,
  loadPolicy,
  type Policy,
} from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allows, desk, HOUR } from '../history.ts'
import { lint, policyOfRules, ruleLine, withCode } from '../linted.ts'
import { platformUrl } from '../random-policies.ts'

const CODE = 'POLICY_POT_DIFFERS'
const ruleOf = (tool: string, ...conditions: readonly string[]): string =>
  ruleLine(
    tool,
    `resources: [${tool}], arguments: { only: [amount, order, id, cur] }, conditions: [${conditions.join(', ')}]`,
    'allow',
  )
const sum = (more: string, within = '1d'): string =>
  `{ sum: { of: amount, at_most: 9, within: ${within}, pot: travel${more} } }`
const count = (more = ''): string => `{ count: { at_most: 9, within: 1d, pot: travel${more} } }`
const EUR = ', unit: major, currency: EUR'
const USD = ', unit: minor, currency: USD'
const BOTH = ', unit: major, currency: [EUR, USD], currency_field: cur'

describe('rules of one pot', () => {
  test.each<[string, string, string, string]>([
    ['another window', sum(''), sum('', '1h'), '`within: 86400s` there and `within: 3600s` here'],
    ['other callers', sum(''), sum(', by: agent'), '`by: [principal]` there and `by: [agent]` here'],
    ['everybody', sum(', by: pot'), sum(''), '`by: pot` there and `by: [principal]` here'],
    ['other arguments', sum(''), sum(', same: [order]'), 'no `same` there and `same: [order]` here'],
    ['another currency', sum(EUR), sum(USD), 'EUR there and USD here'],
    ['no currency', sum(BOTH), sum(''), 'EUR and USD there and no currency here'],
    ['another measure', sum(''), count(), '`sum` there and `count` here'],
  ])('that look at it by %s are warned of, at the later one', (_what, one, other, how) => {
    const warnings = withCode(lint(policyOfRules(ruleOf('fly', one), ruleOf('sleep', other))), CODE)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({ line: 5, witness: { action: { resource: 'sleep' } } })
    expect(warnings[0]?.message).toContain(
      'rule `fly` looks at the pot `travel` in another way than this one: ',
    )
    expect(warnings[0]?.message).toContain(how)
  })

  test.each<[string, string, string]>([
    ['the same in both', sum(EUR), sum(EUR)],
    [
      'the same, under another name of the argument',
      sum(', same: [order]'),
      sum(', same: [{ here: id, there: order }]'),
    ],
    ['another bound', sum(''), sum('').replace('9', '5')],
    ['some currencies in common', sum(BOTH), sum(EUR)],
    ['several windows, in any order', `${sum('')}, ${sum('', '1h')}`, `${sum('', '1h')}, ${sum('')}`],
    ['another pot', sum(''), sum('', '1h').replace('travel', 'rent')],
    ['a window of its own', sum(''), sum('', '1h').replace(', pot: travel', '')],
  ])('are not where they have %s', (_what, one, other) => {
    expect(withCode(lint(policyOfRules(ruleOf('fly', one), ruleOf('sleep', other))), CODE)).toEqual([])
  })

  test('of policies that decide apart are told at the later policy, and each one alone is well', () => {
    const text = (tool: string, within: string) => policyOfRules(ruleOf(tool, sum('', within)))
    const texts = new Map([
      ['a.yaml', text('fly', '1d')],
      ['b.yaml', text('sleep', '1h')],
      ['c.yaml', text('eat', '1d')],
    ])
    const policies = [...texts].map(([file, one]) => loadPolicy({ file, text: one }))
    const options = { parseUrl: platformUrl, textOf: (file: string) => texts.get(file) }
    for (const policy of policies) expect(lintPolicies([policy], options)).toEqual([])
    expect(lintPots(policies, options)).toMatchObject([{ code: CODE, file: 'b.yaml', line: 4 }])
  })

  test('many of them are looked at in little time', () => {
    const rules = Array.from({ length: 3000 }, (_, at) => ruleOf(`t${at}`, sum('')))
    expect(withCode(lint(policyOfRules(...rules)), CODE)).toEqual([])
  })
})

const view = fc.record({
  within: fc.constantFrom('1h', '3h'),
  by: fc.constantFrom('principal', 'agent', 'pot'),
  currency: fc.constantFrom(undefined, 'EUR', 'USD'),
  at_most: fc.constantFrom(100, 150),
})
type View = typeof view extends fc.Arbitrary<infer One> ? One : never
const made = fc.record({
  tool: fc.constantFrom<0 | 1>(0, 1),
  amount: fc.integer({ min: 1, max: 100 }),
  who: fc.constantFrom('ana', 'ben'),
  agent: fc.constantFrom('x', 'y'),
  afterMs: fc.constantFrom(0, 1000, HOUR / 2, HOUR),
})
type Made = (typeof made extends fc.Arbitrary<infer One> ? One : never) & { readonly atMs: number }

const TOOLS = ['fly', 'sleep'] as const

function policyOf(tool: string, { currency, ...rest }: View): Policy {
  const money = currency === undefined ? {} : { unit: 'major', currency }
  const condition = { sum: { of: 'amount', pot: 'travel', ...rest, ...money } }
  return loadPolicy({ name: tool, rules: [allows(tool, condition)] })
}

/** What the pot holds for a call at that moment, by a rule that looks at it so: added up by itself. */
function held(passed: readonly Made[], now: Made, { within, by }: View): number {
  const windowMs = within === '1h' ? HOUR : 3 * HOUR
  return passed
    .filter(({ atMs, who, agent }) => {
      const isOfSame = by === 'pot' || (by === 'principal' ? who === now.who : agent === now.agent)
      return isOfSame && atMs > now.atMs - windowMs
    })
    .reduce((total, { amount }) => total + amount, 0)
}

test('a pot of which nobody is warned is one budget, also in processes that know only one of its rules', async () => {
  let exceeded = 0
  await fc.assert(
    fc.asyncProperty(view, view, fc.array(made, { maxLength: 12 }), async (one, other, calls) => {
      const views = [one, other] as const
      const policies = TOOLS.map((tool, at) => policyOf(tool, at === 0 ? one : other))
      const isWarned = lintPots(policies, { parseUrl: platformUrl }).length > 0
      const counters = createMemoryCounters()
      const desks = policies.map((policy, at) =>
        desk(createEngine([policy], { parseUrl: platformUrl }), { counters, name: `p${at}-` }),
      )
      const passed: Made[] = []
      let atMs = 1_800_000_000_000
      for (const call of calls) {
        atMs += call.afterMs
        const { tool, amount, who, agent } = call
        const at = desks[tool]
        if (at === undefined) continue
        at.nowMs = atMs
        const caller = { principal: { id: who, kind: 'user' as const, roles: [] }, agentId: agent }
        const parameters: JsonObject = { amount }
        if ((await at.call(TOOLS[tool], parameters, caller)).outcome !== 'allow') continue
        passed.push({ ...call, atMs })
        const isOver = held(passed, { ...call, atMs }, views[tool]) > views[tool].at_most
        if (isOver) exceeded += 1
        if (!isWarned) expect(isOver).toBe(false)
      }
    }),
    { numRuns: 600 },
  )
  // Those of which somebody is warned let more pass, or the warning would be for nothing.
  expect(exceeded).toBeGreaterThan(0)
})
