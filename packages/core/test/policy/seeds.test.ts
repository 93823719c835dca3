import { loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'

test('the policy of the 0.1 announcement loads as it was printed', () => {
  const policy = loadPolicy({
    file: 'policy.yaml',
    text: `name: my-policy
version: "1.0"

rules:
  - id: allow-reads
    match_on:
      resources: ["read_*"]
    effect:
      type: allow

  - id: deny-destructive
    match_on:
      resources: ["delete_*", "drop_*"]
    effect:
      type: deny
      reason: "Destructive operations are not allowed"

  - id: approve-writes
    match_on:
      resources: ["write_*"]
    effect:
      type: require_approval
      reason: "Write operations require human approval"
`,
  })
  expect(policy.dialect).toBe('kvlar')
  expect(policy.rules.map(({ id, effect }) => [id, effect.type])).toEqual([
    ['allow-reads', 'allow'],
    ['deny-destructive', 'deny'],
    ['approve-writes', 'require_approval'],
  ])
  expect(policy.rules[1]?.match.resources).toEqual([
    { kind: 'glob', text: 'delete_*' },
    { kind: 'glob', text: 'drop_*' },
  ])
  expect(policy.rules[2]?.effect.approval?.timeoutMs).toBe(300_000)
  expect(policy.warnings).toEqual([])
})

test('the policies of the Kavach guide load as they were printed', () => {
  const first = loadPolicy({
    policies: [
      {
        name: 'agent_small_refunds',
        effect: 'permit',
        conditions: [
          { identity_kind: 'agent' },
          { action: 'issue_refund' },
          { param_max: { field: 'amount', max: 5000.0 } },
          { rate_limit: { max: 50, window: '24h' } },
        ],
      },
    ],
  })
  expect(first.dialect).toBe('kavach')
  expect(first.rules[0]?.match.condition).toMatchObject({
    kind: 'all',
    of: [
      { kind: 'principal', principals: { kinds: ['agent'] } },
      { kind: 'field', operator: 'at_most', value: 5000 },
      { kind: 'rate_limit', max: 50, windowMs: 86_400_000 },
    ],
  })
  const second = loadPolicy({
    policies: [
      {
        name: 'support_small_refunds',
        effect: 'permit',
        conditions: [
          { identity_role: 'support' },
          { action: 'issue_refund' },
          { param_max: { field: 'amount', max: 5000.0 } },
        ],
      },
      { name: 'allow_fetch_report', effect: 'permit', conditions: [{ action: 'fetch_report' }] },
    ],
  })
  expect(second.rules.map(({ id }) => id)).toEqual(['support_small_refunds', 'allow_fetch_report'])
})

test('an empty TOML text is the kill switch of the Kavach guide: a policy without rules', () => {
  const policy = loadPolicy({ file: 'kavach.toml', text: '' })
  expect(policy.dialect).toBe('kavach')
  expect(policy.rules).toEqual([])
})

test('the policy of the ApproveKit guide loads as it was printed', () => {
  const policy = loadPolicy({
    file: 'policy.yaml',
    text: `default_timeout: 60
rules:
- tool: prod_write
  require_approval: true
  timeout: 30
  risk_level: high
  redact_fields: [value]
- tool: read_record
  require_approval: false
  auto_approve: true
  risk_level: low
- tool: "*"
  require_approval: true
  risk_level: medium
`,
  })
  expect(policy.dialect).toBe('approvekit')
  expect(
    policy.rules.map(({ id, effect }) => [id, effect.type, effect.riskLevel, effect.approval?.timeoutMs]),
  ).toEqual([
    ['tool:prod_write', 'require_approval', 'high', 30_000],
    ['tool:read_record', 'allow', 'low', undefined],
    ['tool:*', 'require_approval', 'medium', 60_000],
  ])
  expect(policy.rules[0]?.effect.redactFields).toEqual(['value'])
  expect(policy.warnings).toEqual([])
})
