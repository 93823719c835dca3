import { describe, expect, test } from 'vitest'
import {
  agentPrincipal,
  ConfigError,
  createEngine,
  EvaluationError,
  loadPolicy,
  PolicyError,
  ProxyError,
  readPolicy,
  type ApprovalRequest,
  type ApprovalResponse,
} from '../packages/core/src/index.ts'
import { callOf, engineOf, sessionOf } from './invariants/session-in-memory.ts'

/** Where the published texts of the older systems promise something that their code did not keep, ours keeps it. */
describe('what the older systems promised', () => {
  test('the four errors have a code, a message and an optional context', () => {
    const errors = [
      new PolicyError('POLICY_SYNTAX', 'no', [], { context: { file: 'a' } }),
      new EvaluationError('EVALUATION_INVALID_JSON', 'no', { context: { file: 'a' } }),
      new ProxyError('PROXY_UPSTREAM_EXITED', 'no', { context: { file: 'a' } }),
      new ConfigError('CONFIG_SYNTAX', 'no', [], { context: { file: 'a' } }),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      expect(error).toMatchObject({ message: 'no', context: { file: 'a' } })
      expect(error.code).toMatch(/^[A-Z_]+$/)
    }
    expect(errors.map(({ name }) => name)).toEqual([
      'PolicyError',
      'EvaluationError',
      'ProxyError',
      'ConfigError',
    ])
    expect(() => loadPolicy({ file: 'p.yaml', text: 'name: [' })).toThrow(PolicyError)
    expect(new EvaluationError('EVALUATION_INVALID_JSON', 'no').context).toBeUndefined()
  })

  test('an approval request needs a tool, its arguments and a rule, and nothing else', () => {
    const request = {
      toolName: 'query',
      toolArguments: { sql: 'DELETE' },
      ruleId: 'ask',
    } satisfies ApprovalRequest
    const answers = [
      { decision: 'approved' },
      { decision: 'denied' },
      { decision: 'denied', reason: 'too broad' },
    ] satisfies ApprovalResponse[]
    expect(Object.keys(request)).toHaveLength(3)
    expect(answers.map(({ decision }) => decision)).toEqual(['approved', 'denied', 'denied'])
  })

  test('a session keeps the id it was given, whatever its form', async () => {
    const { session, events } = sessionOf(engineOf(), { sessionId: 'sess-1' })
    await session.receive('client', callOf(1, 'tool'))
    expect(events[0]).toMatchObject({ kind: 'decided', sessionId: 'sess-1' })
  })

  test('text where a Kavach policy asks for a number is kept, and permits nothing', () => {
    const policies = [
      {
        name: 'small',
        effect: 'permit',
        conditions: [{ action: 'refund' }, { param_max: { field: 'amount', max: 10 } }],
      },
    ]
    const policy = readPolicy({ policies })
    expect(policy.ok).toBe(true)
    if (!policy.ok) return
    const engine = createEngine([policy.policy], { parseUrl: () => undefined })
    const action = {
      type: 'tool_call',
      resource: 'refund',
      agentId: 'a',
      principal: agentPrincipal('a'),
    } as const
    const outcomeOf = (amount: string | number) =>
      engine.decide({ ...action, parameters: { amount } }, { nowMs: 0 }).outcome
    expect([outcomeOf(5), outcomeOf(11), outcomeOf('5')]).toEqual(['allow', 'deny', 'deny'])
  })

  test('a field that Kavach does not know is an error in every loader', () => {
    const texts = [
      { file: 'p.json', text: '{"policies":[{"name":"a","efect":"permit","conditions":[]}]}' },
      { file: 'p.toml', text: '[[policies]]\nname = "a"\nefect = "permit"\nconditions = []\n' },
      { policies: [{ name: 'a', efect: 'permit', conditions: [] }] },
    ]
    for (const source of texts) expect(readPolicy(source).ok).toBe(false)
  })
})
