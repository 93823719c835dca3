import { loadPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { problemOf, ruleOf, ruleWith } from '../policy-problems.ts'

describe('effect', () => {
  test('deny and require_approval need a reason', () => {
    expect(problemOf('effect: {type: deny}')).toContain('`effect` has no `reason`')
    expect(problemOf('effect: {type: require_approval}')).toContain('`effect` has no `reason`')
    expect(problemOf('effect: {type: deny, reason: " "}')).toContain('`reason` is empty')
  })

  test.each([
    ['allow', 'write `effect: { type: allow }`'],
    ['deny', 'write `effect: { type: deny, reason: … }`, with what the agent is told'],
    ['require_approval', 'write `effect: { type: require_approval, reason: … }`, with what people are told'],
    ['ask', 'write the type that the message names'],
  ])('%s alone is no effect, and what to write is shown', (type, help) => {
    expect(problemOf(`effect: ${type}`)).toContain('`effect` must be a map, not text')
    expect(problemOf(`effect: ${type}`)).toContain(help)
  })

  test('approval terms that are absent take the defaults; timeout may stand on the effect', () => {
    const rule = ruleOf('effect: {type: require_approval, reason: why, timeout: 30, approval: {quorum: 2}}')
    expect(rule.effect.approval).toMatchObject({
      timeoutMs: 30_000,
      executeWithinMs: 300_000,
      quorum: 2,
      grants: ['once'],
    })
  })

  test('the whole approval vocabulary is read', () => {
    const rule = ruleOf(`effect:
  type: require_approval
  reason: why
  risk_level: critical
  redact_fields: [password, card.number]
  approval:
    timeout: 15m
    execute_within: 1h
    approvers: ["group:dba", "user:ana@acme.test", "role:ops"]
    quorum: 2
    allow_self: true
    require_note: true
    grants: [once, session, 1h]
    editable: [body, "to[*]"]
    escalate: [{after: 5m, to: ["group:oncall"]}]
    channels: [ui]
    digest_exclude: [description]`)
    expect(rule.effect).toEqual({
      type: 'require_approval',
      reason: 'why',
      riskLevel: 'critical',
      redactFields: ['password', 'card.number'],
      approval: {
        timeoutMs: 900_000,
        executeWithinMs: 3_600_000,
        approvers: ['group:dba', 'user:ana@acme.test', 'role:ops'],
        quorum: 2,
        allowSelf: true,
        requireNote: true,
        grants: ['once', 'session', '1h'],
        editable: ['body', 'to[*]'],
        escalate: [{ afterMs: 300_000, to: ['group:oncall'] }],
        channels: ['ui'],
        digestExclude: ['description'],
      },
    })
  })

  test.each([
    ['approvers: [ana]', '`user:<id>`'],
    ['grants: [forever]', '`once`, `session` or a duration'],
    ['grants: ["60"]', '`once`, `session` or a duration'],
    ['quorum: 0', 'a whole number from 1'],
    ['quorum: 1.5', 'a whole number from 1'],
    ['allow_self: "yes"', 'must be true or false, not text'],
    ['escalate: [{after: 5m}]', 'has no `to`'],
    ['aprovers: ["role:x"]', 'did you mean `approvers`?'],
    ['editable: ["a..b"]', 'is not a field path'],
  ])('approval {%s} is an error', (terms, message) => {
    expect(problemOf(`effect: {type: require_approval, reason: why, approval: {${terms}}}`)).toContain(
      message,
    )
  })

  test('asking has no meaning in rules that do not ask', () => {
    expect(problemOf('effect: {type: allow, timeout: 5m}')).toContain(
      '`timeout` has no meaning with `type: allow`',
    )
    expect(problemOf('effect: {type: deny, reason: no, approval: {}}')).toContain(
      '`approval` has no meaning with `type: deny`',
    )
    expect(
      problemOf('effect: {type: require_approval, reason: why, timeout: 5m, approval: {timeout: 6m}}'),
    ).toContain('is written twice')
  })

  test('a quorum that nobody can reach loads with a warning', () => {
    const text = ruleWith(
      'effect: {type: require_approval, reason: why, approval: {approvers: ["user:a"], quorum: 2}}',
    )
    expect(loadPolicy({ file: 'p.yaml', text }).warnings.map(({ code }) => code)).toEqual([
      'POLICY_QUORUM_UNREACHABLE',
    ])
  })
})
