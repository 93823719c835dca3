import fc from 'fast-check'
import {
  createEngine,
  DIAGNOSTIC_CODES,
  LIMITS,
  lintPolicies,
  loadPolicy,
  type DiagnosticCode,
} from '@kvlar/core'
import { expect, test } from 'vitest'
import { lint, policyOfRules, ruleLine } from '../linted.ts'
import { platformUrl, policies } from '../random-policies.ts'

test('every warning has a code of the table, a help, and a call on which the engine decides as it says', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(policies, (list) => {
      const engine = createEngine(list, { parseUrl: platformUrl })
      for (const { code, severity, help, witness } of lintPolicies(list, { parseUrl: platformUrl })) {
        seen.set(code, (seen.get(code) ?? 0) + 1)
        expect(DIAGNOSTIC_CODES.get(code as DiagnosticCode)?.severity).toBe('warning')
        expect([severity, typeof help]).toEqual(['warning', 'string'])
        if (witness === undefined) throw new Error('no witness')
        const { action, nowMs = 1_781_524_800_000, calls, sessionAgeMs = 1000 } = witness
        const counts = new Map<string, number>()
        const sessionId = 'lint'
        for (const need of engine.needs(action, { sessionId }))
          if (need.kind !== 'session_age' && calls !== undefined) counts.set(need.key, calls)
        const decision = engine.decide(action, {
          nowMs,
          counts,
          sessionId,
          sessionStartedAtMs: nowMs - sessionAgeMs,
        })
        expect([decision.outcome, decision.ruleId]).toEqual([witness.outcome, witness.rule])
      }
    }),
    { numRuns: 150 },
  )
  expect(seen.size).toBeGreaterThan(3)
})

test('the policies of three formats that say the same are warned of alike', () => {
  const yaml = policyOfRules(ruleLine('r', "resources: ['{a,b}']", 'allow'))
  const json = JSON.stringify({
    name: 'p',
    rules: [{ id: 'r', match_on: { resources: ['{a,b}'] }, effect: { type: 'allow' } }],
  })
  const toml =
    'name = "p"\n[[rules]]\nid = "r"\nmatch_on = { resources = ["{a,b}"] }\neffect = { type = "allow" }\n'
  const places = [lint(yaml), lint(json, 'p.json'), lint(toml, 'p.toml')].map((warnings) =>
    warnings.map(({ code, line, column, length, path }) => ({ code, line, column, length, path })),
  )
  const path = 'rules[0].match_on.resources[0]'
  expect(places).toEqual([
    [{ code: 'POLICY_FOREIGN_PATTERN', line: 4, column: 38, length: 7, path }],
    [{ code: 'POLICY_FOREIGN_PATTERN', line: 1, column: 57, length: 7, path }],
    [{ code: 'POLICY_FOREIGN_PATTERN', line: 4, column: 27, length: 7, path }],
  ])
})

test('a policy of code is warned of without a place', () => {
  const policy = loadPolicy({
    name: 'p',
    rules: [{ id: 'r', match_on: { resources: ['!x'] }, effect: { type: 'allow' } }],
  })
  expect(lintPolicies([policy], { parseUrl: platformUrl })).toMatchObject([
    { code: 'POLICY_FOREIGN_PATTERN', file: '<object>', line: 0, column: 0, length: 1 },
  ])
})

test('a list that rules share through an alias is wrong once', () => {
  const text = [
    'name: p',
    'x-tools: &tools ["!x"]',
    'rules:',
    '  - { id: a, match_on: { resources: *tools }, effect: { type: deny, reason: no } }',
    '  - { id: b, match_on: { resources: *tools, servers: [s] }, effect: { type: allow } }',
  ].join('\n')
  expect(lint(text).map(({ code, line }) => [code, line])).toEqual([
    ['POLICY_FOREIGN_PATTERN', 2],
    ['POLICY_UNREACHABLE_RULE', 5],
  ])
})

test('built-in policies that a policy extends are left alone, its own files are not', () => {
  const base = policyOfRules(ruleLine('base', "resources: ['!x']", 'deny'))
  const files = {
    read: (path: string) =>
      path === 'own.yaml' ? base.replace('base', 'own').replace('!x', '!y') : undefined,
    resolve: (_from: string, ref: string) => ref,
    builtin: (name: string) => (name === 'theirs' ? base : undefined),
  }
  const policy = loadPolicy({ file: 'p.yaml', text: 'name: p\nextends: [theirs, own.yaml]' }, files)
  const found = lintPolicies([policy], { parseUrl: platformUrl })
  expect(found.map(({ file }) => file)).toEqual(['own.yaml'])
})

test('the list ends at its bound', () => {
  const rules = Array.from({ length: LIMITS.diagnosticsMax + 50 }, (_, at) =>
    ruleLine(`r${at}`, `resources: ['!x${at}']`, 'deny'),
  )
  expect(lint(policyOfRules(...rules))).toHaveLength(LIMITS.diagnosticsMax)
})
