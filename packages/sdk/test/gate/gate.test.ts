import { PolicyError, ConfigError } from '@kvlar/core'
import { createMemoryRecord, createMemoryRevocations } from '@kvlar/gate'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { InvalidArguments, isKvlarError, KvlarMisuse, type GuardEvent } from '@kvlar/sdk'
import {
  ApprovalPending,
  createMemoryBroadcaster,
  Gate,
  Invalidated,
  Refused,
  type ActionInput,
  type GateOptions,
} from '@kvlar/sdk/gate'
import { answer, memoryQueue, pendingId, story } from '../program.ts'
import { NOW, refund, said, shop } from './gates.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-gate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const TOML = `
[[policy]]
name = "reads"
effect = "permit"
conditions = [{ action = "read_*" }]
`
const READS = { policies: [{ name: 'reads', effect: 'permit', conditions: [{ action: 'read_*' }] }] }
const EMPTY = 'name: base\nrules: []'
const read: ActionInput = { principalId: 'ana', principalKind: 'user', actionName: 'read_order' }

describe('a gate', () => {
  test.each<[string, () => Gate]>([
    ['an object', () => Gate.fromObject(READS)],
    ['a text of JSON', () => Gate.fromJsonString(`${JSON.stringify(READS)}\n  `)],
    ['a file of JSON', () => Gate.fromJsonFile(file('reads.json', JSON.stringify(READS)))],
    ['TOML', () => Gate.fromToml(TOML)],
    ['a file of TOML', () => Gate.fromFile(file('reads.toml', TOML))],
    [
      'YAML',
      () =>
        Gate.fromYaml(
          'rules: [{ id: r, match_on: { resources: ["read_*"] }, effect: { type: allow } }]\nname: reads',
        ),
    ],
    [
      'a file of YAML',
      () => Gate.fromFile(file('reads.yaml', `policies: ${JSON.stringify(READS.policies)}`)),
    ],
  ])('from %s judges', async (_what, make) => {
    const gate = make()
    expect(said(await gate.evaluate(read))).toBe('permit')
    expect(said(await gate.evaluate({ ...read, actionName: 'drop' }))).toBe(
      'refuse policy POLICY_DEFAULT_DENY',
    )
  })

  test.each<[string, () => Gate]>([
    ['no file', () => Gate.fromFile(join(folder, 'missing.toml'))],
    ['a file that is not of JSON', () => Gate.fromJsonFile(file('wrong.toml', TOML))],
    ['an empty file of JSON', () => Gate.fromJsonFile(file('empty.json', ''))],
    ['JSON that does not parse', () => Gate.fromJsonString('{"policies": [')],
    ['TOML that does not parse', () => Gate.fromToml('[[policy')],
    [
      'a text that extends a file, which lies beside no text',
      () => Gate.fromYaml(JSON.stringify({ name: 'a', extends: [file('base.yaml', EMPTY)], rules: [] })),
    ],
  ])('from %s is refused', (_what, make) => {
    expect(make).toThrow(PolicyError)
  })

  const condition = (one: object) => ({
    policies: [{ name: 'a', effect: 'permit', conditions: [one] }],
  })
  test.each<[string, object]>([
    ['polciies', { polciies: [] }],
    ['naem', { policies: [{ naem: 'a', effect: 'permit', conditions: [] }] }],
    ['efect', { policies: [{ name: 'a', efect: 'permit', conditions: [] }] }],
    ['idnetity_kind', condition({ idnetity_kind: 'agent' })],
    ['param_mac', condition({ param_mac: { field: 'x', max: 1 } })],
    ['rate_lmit', condition({ rate_lmit: { max: 1, window: '1h' } })],
    ['param_max.feld', condition({ param_max: { feld: 'x', max: 1 } })],
    ['no effect', { policies: [{ name: 'a', conditions: [] }] }],
    ['no name', { policies: [{ effect: 'permit', conditions: [] }] }],
    ['no conditions', { policies: [{ name: 'a', effect: 'permit' }] }],
    ['kind Robot', condition({ identity_kind: 'Robot' })],
    ['effect Maybe', { policies: [{ name: 'a', effect: 'Maybe', conditions: [] }] }],
    ['priority high', { policies: [{ name: 'a', effect: 'permit', conditions: [], priority: 'high' }] }],
    ['values that are no list', condition({ param_in: { field: 'x', values: 'a' } })],
  ])('with a policy that has %s is refused, in every format', (_what, policy) => {
    expect(() => Gate.fromObject(policy)).toThrow(PolicyError)
    expect(() => Gate.fromJsonString(JSON.stringify(policy))).toThrow(PolicyError)
    expect(() => Gate.fromYaml(JSON.stringify(policy))).toThrow(PolicyError)
  })

  test.each<[string, object]>([
    ['no conditions to meet', { policies: [{ name: 'a', effect: 'permit', conditions: [] }] }],
    ['a whole number as a bound', condition({ param_max: { field: 'x', max: 1 } })],
    ['a bound of 0', condition({ param_max: { field: 'x', max: 0 } })],
    ['a limit of 0', condition({ rate_limit: { max: 0, window: '1h' } })],
    ['no policies', { policies: [] }],
  ])('with a policy that has %s is none the worse', (_what, policy) => {
    expect(() => Gate.fromObject(policy)).not.toThrow()
  })

  test('says the same in every format, of generated policies', async () => {
    const part = fc.constantFrom(
      { identity_kind: 'agent' },
      { identity_role: 'support' },
      { action: 'issue_*' },
      { resource: 'orders/*' },
      { param_max: { field: 'amount', max: 100 } },
      { param_min: { field: 'amount', min: 10 } },
      { param_in: { field: 'currency', values: ['EUR', 'INR'] } },
    )
    const policy = fc.record({
      effect: fc.constantFrom('permit', 'refuse'),
      priority: fc.integer({ min: 0, max: 9 }),
      conditions: fc.array(part, { maxLength: 3 }),
    })
    const input = fc.record<ActionInput>({
      principalId: fc.constant('p'),
      principalKind: fc.constantFrom('agent', 'user'),
      roles: fc.constantFrom([], ['support']),
      actionName: fc.constantFrom('issue_refund', 'read'),
      resource: fc.constantFrom('orders/1', 'users/1'),
      params: fc.constantFrom(
        {},
        { amount: 50 },
        { amount: '50' },
        { amount: 500, currency: 'EUR' },
        { currency: 'USD', amount: 10 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(policy, { maxLength: 4 }),
        fc.array(input, { minLength: 5, maxLength: 5 }),
        async (list, inputs) => {
          const policies = list.map((one, index) => ({ name: `p${index}`, ...one }))
          const text = JSON.stringify({ policies })
          const toml = policies
            .map(
              (one) =>
                `[[policy]]\nname = "${one.name}"\neffect = "${one.effect}"\npriority = ${one.priority}\nconditions = [${one.conditions.map(inlineToml).join(', ')}]\n`,
            )
            .join('\n')
          const gates = [
            Gate.fromObject({ policies }),
            Gate.fromJsonString(text),
            Gate.fromYaml(text),
            Gate.fromToml(toml),
          ]
          for (const one of inputs) {
            const verdicts = await Promise.all(gates.map((gate) => gate.evaluate(one)))
            expect(new Set(verdicts.map((verdict) => `${String(verdict)} ${verdict.ruleId}`)).size).toBe(1)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

function inlineToml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inlineToml).join(', ')}]`
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key} = ${inlineToml(item)}`)
    .join(', ')} }`
}

describe('reload', () => {
  test('puts another policy in force; a bad one keeps the old; an empty one denies everything', async () => {
    const gate = Gate.fromToml(TOML)
    expect(() => gate.reload('[[policy')).toThrow(PolicyError)
    expect(() => gate.reload('[[policy]]\nnaem = "a"')).toThrow(PolicyError)
    expect(said(await gate.evaluate(read))).toBe('permit')
    gate.reload('')
    expect(said(await gate.evaluate(read))).toBe('refuse policy POLICY_DEFAULT_DENY')
    gate.reload(TOML)
    expect(said(await gate.evaluate(read))).toBe('permit')
    gate.reload(' \n')
    expect((await gate.evaluate(read)).isRefuse).toBe(true)
    gate.reload(READS)
    expect((await gate.evaluate(read)).isPermit).toBe(true)
  })

  test('reads the file again where the gate is from one, as it is written', async () => {
    const path = file('again.yaml', 'policies: []')
    const gate = Gate.fromFile(path)
    expect((await gate.evaluate(read)).isRefuse).toBe(true)
    file('again.yaml', JSON.stringify(READS))
    gate.reload()
    expect((await gate.evaluate(read)).isPermit).toBe(true)
    file('again.yaml', 'policies: [')
    expect(() => gate.reload()).toThrow(PolicyError)
    expect((await gate.evaluate(read)).isPermit).toBe(true)
    expect(() => Gate.fromObject(READS).reload()).toThrow(KvlarMisuse)
  })

  test('from an object a gate takes TOML, from JSON it takes JSON', async () => {
    const gate = Gate.fromObject({ policies: [] })
    gate.reload(TOML)
    expect((await gate.evaluate(read)).isPermit).toBe(true)
    expect(() => Gate.fromJsonString('{"policies": []}').reload(TOML)).toThrow(PolicyError)
    for (const other of [Gate.fromJsonString(JSON.stringify(READS)), Gate.fromYaml(JSON.stringify(READS))]) {
      other.reload('')
      expect((await other.evaluate(read)).isRefuse).toBe(true)
    }
  })
})

describe('options', () => {
  test.each<[string, object]>([
    ['one that there is not', { observOnly: true }],
    ['observeOnly that is a word', { observeOnly: 'yes' }],
    ['observeOnly of something else', { observeOnly: { until: 5 } }],
    ['drift that is looked for and is not', { enableDrift: false, geoDriftMaxKm: 5 }],
    ['a distance that is none', { geoDriftMaxKm: Number.NaN }],
    ['actions that are no number', { maxSessionActions: '5' }],
    ['half an action', { maxSessionActions: 1.5 }],
    ['permits that are over at once', { permitLifetimeSeconds: 0 }],
    ['permits that last for a text', { permitLifetimeSeconds: '30' }],
    ['permits for nobody', { permitAudience: '' }],
    ['a signer that signs nothing', { tokenSigner: {} }],
    ['invariants that are no list', { invariants: {} }],
    [
      'an invariant with more than it may have',
      { invariants: [{ name: 'a', field: 'x', maxValue: 5, action: 'y' }] },
    ],
  ])('%s is refused', (_what, options) => {
    expect(() => Gate.fromObject(READS, options as GateOptions)).toThrow(KvlarMisuse)
  })

  test.each<[string, object]>([
    ['an invariant without a bound', { invariants: [{ name: 'a', field: 'x', maxValue: 'much' }] }],
    ['an evaluator without a name', { evaluators: [{ evaluate: () => undefined }] }],
    ['a shadow mode that has ended', { observeOnly: { untilMs: 5 } }],
  ])('%s is refused', (_what, options) => {
    expect(() => Gate.fromObject(READS, options as GateOptions)).toThrow(ConfigError)
  })

  test('count the steps that can stop an action', () => {
    expect(Gate.fromObject(READS, { enableDrift: false }).evaluatorCount).toBe(1)
    const evaluators = [{ name: 'own', evaluate: () => undefined }]
    expect(shop({ evaluators }).evaluatorCount).toBe(4)
  })

  test('maxSessionActions bounds a session, and refuses what is in none', async () => {
    const gate = Gate.fromObject(READS, { maxSessionActions: 2 })
    const act = async (over: object = { sessionId: 's' }) => said(await gate.evaluate({ ...read, ...over }))
    expect([await act(), await act()]).toEqual(['permit', 'permit'])
    expect(await act()).toBe('refuse invariants INVARIANT_VIOLATION')
    expect(await act({ sessionId: 't' })).toBe('permit')
    expect(await act({})).toBe('refuse invariants INVARIANT_VIOLATION')
  })

  test('observeOnly permits, says so, and keeps the invariants', async () => {
    const { record, events } = createMemoryRecord<GuardEvent>()
    const gate = shop({ observeOnly: true, record, enableDrift: false })
    const verdict = await gate.evaluate(refund(6000))
    expect(verdict).toMatchObject({
      kind: 'permit',
      code: 'KVLAR_OBSERVED',
      wouldBe: { code: 'POLICY_DEFAULT_DENY', evaluator: 'policy' },
    })
    expect(said(await gate.evaluate(refund(60_000)))).toBe('refuse invariants INVARIANT_VIOLATION')
    const all = shop({ observeOnly: { liftsInvariants: true } })
    expect((await all.evaluate(refund(60_000))).isPermit).toBe(true)
    expect(events).toMatchObject([
      { effective: { outcome: 'allow' }, wouldBe: { outcome: 'deny' } },
      { effective: { outcome: 'deny' } },
    ])
  })
})

describe('what is judged', () => {
  test('is all of the parameters, and a copy of them', async () => {
    const seen: unknown[] = []
    const own = {
      name: 'own',
      evaluate: ({ action }: { action: { parameters: unknown } }) => void seen.push(action.parameters),
    }
    const params = { amount: 5, note: 'ok', tags: ['a', { b: null }] }
    const verdict = shop({ evaluators: [own] }).evaluate(refund(5, { params }))
    params.tags.push('late')
    expect((await verdict).isPermit).toBe(true)
    expect(seen).toEqual([{ amount: 5, note: 'ok', tags: ['a', { b: null }] }])
  })

  test.each<[string, object]>([
    ['no principal', { principalId: undefined }],
    ['no action', { actionName: '' }],
    ['a kind that there is not', { principalKind: 'robot' }],
    ['roles that are no names', { roles: [5] }],
    ['a part that there is not', { parameters: {} }],
    ['a place without a country', { currentGeo: { countryCode: 'India' } }],
    ['a place with a coordinate that is none', { originGeo: { countryCode: 'IN', latitude: '12' } }],
    ['a place with a part that there is not', { currentGeo: { countryCode: 'IN', lat: 12 } }],
    ['a session that is no name', { sessionId: 5 }],
    ['a session that began at no time', { sessionStartedAtMs: Number.NaN }],
  ])('with %s is not', async (_what, over) => {
    await expect(shop().evaluate({ ...refund(1), ...over })).rejects.toThrow(KvlarMisuse)
  })

  test('with parameters that are not JSON is not', async () => {
    await expect(shop().evaluate(refund(1n))).rejects.toThrow(InvalidArguments)
    await expect(shop().evaluate(refund(1, { params: [1] }))).rejects.toThrow(InvalidArguments)
  })

  test('keeps its session id as it is', async () => {
    const { record, events } = createMemoryRecord<GuardEvent>()
    await shop({ record }).evaluate(refund(1, { sessionId: 'sess-1' }))
    expect(events).toMatchObject([{ kind: 'decided', sessionId: 'sess-1', method: 'evaluate' }])
  })
})

describe('check', () => {
  test('gives the permit, or throws what stops it', async () => {
    const gate = shop()
    expect((await gate.check(refund(1))).isPermit).toBe(true)
    const refused: unknown = await gate.check(refund(6000)).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refused)
    expect(refused).toMatchObject({
      name: 'Refused',
      code: 'POLICY_DEFAULT_DENY',
      evaluator: 'policy',
      resource: 'issue_refund',
    })
    expect(isKvlarError(refused)).toBe(true)
    const moved = refund(1, {
      originGeo: { countryCode: 'IN' },
      currentGeo: { countryCode: 'US' },
      sessionId: 's',
    })
    const invalidated: unknown = await gate.check(moved).catch((error: unknown) => error)
    expect(invalidated).toBeInstanceOf(Invalidated)
    expect(invalidated).toMatchObject({
      code: 'DRIFT_DETECTED',
      evaluator: 'drift',
      target: { kind: 'session', id: 's' },
    })
  })

  test('where the record cannot be written throws', async () => {
    const gate = shop({ record: () => expect.fail('full') })
    await expect(gate.check(refund(1))).rejects.toMatchObject({
      code: 'KVLAR_RECORD_FAILED',
      evaluator: 'record',
    })
  })
})

describe('people', () => {
  const ASKS = {
    name: 'asks',
    rules: [{ id: 'money', effect: { type: 'require_approval', reason: 'money' } }],
  }

  test('are asked, and the same call goes on once they approve', async () => {
    const approvals = memoryQueue()
    const { record, events } = createMemoryRecord<GuardEvent>()
    const options = { approvals, record, approvalUrl: (id: string) => `http://127.0.0.1/${id}` }
    const gate = Gate.fromObject(ASKS, options)
    const call = refund(1, { sessionId: 's' })
    const waiting = await gate.evaluate(call)
    const id = await pendingId(approvals)
    expect(waiting).toMatchObject({
      kind: 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      isApprovalRequired: true,
      request: { approvalId: id, expiresAt: expect.any(Date), url: `http://127.0.0.1/${id}` },
    })
    const error: unknown = await gate.check(call).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApprovalPending)
    expect(error).toMatchObject({ approvalId: id })
    await answer(approvals, 'approve')
    expect(await gate.evaluate(call)).toMatchObject({ kind: 'permit', approvalId: id })
    expect((await gate.evaluate(call)).kind).toBe('require_approval')
    expect(story(events)).toContain('allow POLICY_APPROVAL_REQUIRED')
    await answer(approvals, 'deny', 'not today')
    expect(await gate.evaluate(call)).toMatchObject({
      kind: 'refuse',
      code: 'APPROVAL_DENIED',
      reason: expect.stringContaining('not today'),
    })
    await approvals.close()
  })

  test('approve while the caller waits, and what has happened meanwhile counts', async () => {
    const approvals = memoryQueue()
    const gate = Gate.fromObject(ASKS, { approvals, holdMs: 60_000 })
    const waits = gate.evaluate(refund(1, { sessionId: 's' }))
    await pendingId(approvals)
    await gate.revoke({ kind: 'session', id: 's' }, { reason: 'stolen', by: 'ana' })
    await answer(approvals, 'approve')
    expect(await waits).toMatchObject({ kind: 'refuse', isPermit: false })
    const other = gate.evaluate(refund(1, { sessionId: 't' }))
    await answer(approvals, 'approve')
    expect((await other).kind).toBe('permit')
    await approvals.close()
  })

  test('are not asked any more once the caller goes', async () => {
    const approvals = memoryQueue()
    const gate = Gate.fromObject(ASKS, { approvals, holdMs: 60_000 })
    const gone = new AbortController()
    const waits = gate.evaluate(refund(1), { signal: gone.signal })
    await pendingId(approvals)
    gone.abort(new Error('gone'))
    await expect(waits).rejects.toThrow('gone')
    await approvals.close()
  })

  test('who are not there: refused', async () => {
    expect(said(await Gate.fromObject(ASKS).evaluate(refund(1)))).toBe(
      'refuse approvals APPROVAL_UNAVAILABLE',
    )
  })

  test('are not asked about what drifts or violates', async () => {
    const approvals = { submit: () => expect.fail('asked') }
    const gate = Gate.fromObject(ASKS, {
      approvals: approvals as never,
      invariants: [{ name: 'cap', field: 'amount', maxValue: 5 }],
    })
    expect(said(await gate.evaluate(refund(6)))).toBe('refuse invariants INVARIANT_VIOLATION')
  })
})

describe('a fleet', () => {
  test('turns away what one of its gates turned away; a listener that throws ends nothing', async () => {
    const failures: unknown[] = []
    const broadcaster = createMemoryBroadcaster((error) => failures.push(error))
    const heard: string[] = []
    broadcaster.subscribe(() => expect.fail('broken'))
    const unsubscribe = broadcaster.subscribe(({ target, by }) => void heard.push(`${target.kind} by ${by}`))
    const [one, other] = [shop({ broadcaster }), shop({ broadcaster })]
    const moved = { originGeo: { countryCode: 'IN' }, currentGeo: { countryCode: 'US' }, sessionId: 's' }
    expect((await one.evaluate(refund(1, moved))).kind).toBe('invalidate')
    await new Promise((resolve) => setImmediate(resolve))
    expect(said(await other.evaluate(refund(1, { sessionId: 's' })))).toBe('refuse standing SESSION_INVALID')
    await one.revoke({ kind: 'role', id: 'temp' }, { reason: 'left', by: 'ana' })
    expect(said(await other.evaluate(refund(1, { roles: ['temp'] })))).toBe('refuse standing IDENTITY_FAILED')
    expect(heard).toEqual(['session by drift', 'role by ana'])
    expect(failures).toHaveLength(2)
    unsubscribe()
    other.close()
    await one.revoke({ kind: 'everything' }, { reason: 'incident', by: 'ana' })
    expect(heard).toHaveLength(2)
    await expect(other.evaluate(refund(1))).rejects.toMatchObject({ code: 'KVLAR_CLOSED' })
  })

  test('that shares its revocations needs no broadcaster; one that cannot be reached changes nothing here', async () => {
    const revocations = createMemoryRevocations()
    const failing = { publish: () => Promise.reject(new Error('gone')), subscribe: () => () => {} }
    const [one, other] = [shop({ revocations, broadcaster: failing }), shop({ revocations })]
    const moved = { originGeo: { countryCode: 'IN' }, currentGeo: { countryCode: 'US' }, sessionId: 's' }
    expect((await one.evaluate(refund(1, moved))).kind).toBe('invalidate')
    expect((await other.evaluate(refund(1, { sessionId: 's' }))).code).toBe('SESSION_INVALID')
    expect((await one.evaluate(refund(1, { sessionId: 's' }))).code).toBe('SESSION_INVALID')
  })
})

test('a thousand actions that are in no session leave no session behind', async () => {
  const sessions = { enter: () => expect.fail('entered') }
  const gate = shop({ sessions, now: () => NOW }, READS)
  for (let count = 0; count < 1000; count += 1) expect((await gate.evaluate(read)).isPermit).toBe(true)
})
