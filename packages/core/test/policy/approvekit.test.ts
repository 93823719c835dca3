import { loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'
import { problemsOf } from '../policy-problems.ts'

function effectOf(rule: object) {
  return loadPolicy({ rules: [{ tool: 't', ...rule }] }).rules[0]?.effect
}

test('literal names are asked before *, whatever the order of the file', () => {
  const policy = loadPolicy({ rules: [{ tool: '*', require_approval: true }, { tool: 'b' }, { tool: 'a' }] })
  expect(policy.rules.map(({ id }) => id)).toEqual(['tool:b', 'tool:a', 'tool:*'])
})

test('rules cover tool calls only, and * covers every tool', () => {
  const policy = loadPolicy({ rules: [{ tool: 'a' }, { tool: '*' }] })
  expect(policy.rules.map(({ match }) => match)).toEqual([
    { actionTypes: ['tool_call'], resources: [{ kind: 'exact', text: 'a' }] },
    { actionTypes: ['tool_call'] },
  ])
})

test('auto_approve and rules that ask for nothing allow; require_approval asks', () => {
  expect(effectOf({})).toMatchObject({ type: 'allow', riskLevel: 'low', redactFields: [] })
  expect(effectOf({ auto_approve: true })).toMatchObject({ type: 'allow' })
  expect(effectOf({ require_approval: true })).toMatchObject({
    type: 'require_approval',
    reason: '`t` needs approval',
    approval: { timeoutMs: 300_000 },
  })
})

test('auto_approve wins over require_approval, with a warning', () => {
  const policy = loadPolicy({ rules: [{ tool: '*', auto_approve: true, require_approval: true }] })
  expect(policy.rules[0]?.effect.type).toBe('allow')
  expect(policy.warnings.map(({ code }) => code)).toEqual(['POLICY_CONTRADICTION'])
})

test('a rule without a timeout takes default_timeout', () => {
  const policy = loadPolicy({
    default_timeout: 8,
    rules: [
      { tool: 'a', require_approval: true, timeout: 30 },
      { tool: '*', require_approval: true },
    ],
  })
  expect(policy.rules.map(({ effect }) => effect.approval?.timeoutMs)).toEqual([30_000, 8000])
})

test('a file without * loads with a warning, because ApproveKit would have run unknown tools', () => {
  expect(loadPolicy({ rules: [{ tool: 'a' }] }).warnings.map(({ code }) => code)).toEqual([
    'POLICY_NO_CATCH_ALL',
  ])
})

test.each([
  [{ tool: 'a', require_approval: 'false' }, 'POLICY_WRONG_TYPE'],
  [{ tool: 'a', auto_approve: 1 }, 'POLICY_WRONG_TYPE'],
  [{ tool: 'a', requires_approval: true }, 'POLICY_UNKNOWN_KEY'],
  [{ tool: 'a', timeout: 0 }, 'POLICY_BAD_DURATION'],
  [{ tool: 'a', timeout: 1.5 }, 'POLICY_BAD_DURATION'],
  [{ tool: 'a', risk_level: 'severe' }, 'POLICY_BAD_VALUE'],
  [{ tool: 'a', redact_fields: 'x' }, 'POLICY_WRONG_TYPE'],
  [{ tool: 'read_*' }, 'POLICY_BAD_VALUE'],
  [{ require_approval: true }, 'POLICY_MISSING_KEY'],
])('the rule %j is refused', (rule, code) => {
  expect(problemsOf({ rules: [{ tool: '*' }, rule] }).map((problem) => problem.code)).toEqual([code])
})

test('a tool that has two rules is an error, where ApproveKit took the last', () => {
  const text = 'rules:\n- tool: a\n- tool: "*"\n- tool: a\n  require_approval: true\n'
  expect(problemsOf({ file: 'p.yaml', text }).map(({ code, line, column }) => [code, line, column])).toEqual([
    ['POLICY_DUPLICATE_RULE', 4, 9],
  ])
})
