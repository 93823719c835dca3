import { describe, expect, test } from 'vitest'
import { transition, REQUEST_STATES, type DecisionDraft } from '@kvlar/approvals'
import { ANA, BEN, call, memoryApprovals, reviewer } from './calls.ts'

const approve = (approver = ANA, over: Partial<DecisionDraft> = {}): DecisionDraft => ({
  verdict: 'approve',
  approver,
  ...over,
})
const deny = (approver = ANA, over: Partial<DecisionDraft> = {}): DecisionDraft => ({
  verdict: 'deny',
  approver,
  ...over,
})

async function held(over: Parameters<typeof call>[1] = {}) {
  const queue = memoryApprovals()
  const { request } = await queue.approvals.request(call(undefined, over))
  return { ...queue, id: request.id, digest: request.digest }
}

describe('the state table', () => {
  test('only an approved request can be consumed, and only once', () => {
    const consumable = REQUEST_STATES.filter((state) => transition(state, 'consume') !== undefined)
    expect(consumable).toEqual(['approved'])
    expect(transition('executing', 'consume')).toBeUndefined()
  })

  test('an ended request never changes again', () => {
    for (const state of ['denied', 'expired', 'lapsed', 'superseded', 'cancelled', 'interrupted'] as const)
      for (const event of ['approve', 'deny', 'consume', 'finish', 'cancel'] as const)
        expect(transition(state, event)).toBeUndefined()
  })
})

describe('deciding', () => {
  test('one reviewer approves, and the decision says who, how and when', async () => {
    const { approvals, id, clock } = await held()
    const answer = await approvals.decide(id, approve(ANA, { note: 'looks right' }))
    expect(answer).toMatchObject({
      kind: 'decided',
      request: {
        state: 'approved',
        executeByMs: clock.ms + 300_000,
        decisions: [{ approver: 'ana', authentication: 'bearer', note: 'looks right', atMs: clock.ms }],
      },
    })
  })

  test('whoever asks does not approve, neither as the principal nor as the agent', async () => {
    for (const id of ['bot', 'carol']) {
      const one = await held({ action: { principal: { id: 'carol', kind: 'user', roles: [] } } })
      const answer = await one.approvals.decide(one.id, approve(reviewer(id)))
      expect(answer).toMatchObject({ kind: 'refused', code: 'SELF_APPROVAL' })
      expect(await one.approvals.get(one.id)).toMatchObject({ state: 'pending', decisions: [] })
    }
  })

  test('where the rule lets the requester confirm, they may', async () => {
    const { approvals, id } = await held({ terms: { allowSelf: true } })
    expect(await approvals.decide(id, approve(reviewer('bot')))).toMatchObject({
      request: { state: 'approved' },
    })
  })

  test('where the rule names its approvers, the requester may confirm only as one of them', async () => {
    const { approvals, id } = await held({ terms: { allowSelf: true, approvers: ['user:ana'] } })
    for (const verdict of ['approve', 'deny'] as const)
      expect(await approvals.decide(id, { verdict, approver: reviewer('bot') })).toMatchObject({
        code: 'NOT_AN_APPROVER',
      })
    const own = await held({ terms: { allowSelf: true, approvers: ['user:bot'] } })
    expect(await own.approvals.decide(own.id, approve(reviewer('bot')))).toMatchObject({
      request: { state: 'approved' },
    })
  })

  test('the requester never counts towards a quorum of several', async () => {
    const { approvals, id } = await held({ terms: { allowSelf: true, quorum: 2 } })
    await approvals.decide(id, approve(reviewer('bot')))
    expect(await approvals.decide(id, approve(ANA))).toMatchObject({ request: { state: 'pending' } })
    expect(await approvals.decide(id, approve(BEN))).toMatchObject({ request: { state: 'approved' } })
  })

  test('a quorum of two needs two people; the same person twice is still one', async () => {
    const { approvals, id } = await held({ terms: { quorum: 2 } })
    expect(await approvals.decide(id, approve())).toMatchObject({
      kind: 'decided',
      request: { state: 'pending' },
    })
    expect(await approvals.decide(id, approve())).toMatchObject({
      kind: 'repeated',
      request: { state: 'pending' },
    })
    expect(await approvals.decide(id, approve(BEN))).toMatchObject({ request: { state: 'approved' } })
  })

  test('one denial ends a request that others have approved', async () => {
    const { approvals, id } = await held({ terms: { quorum: 2 } })
    await approvals.decide(id, approve())
    expect(await approvals.decide(id, deny(BEN))).toMatchObject({ request: { state: 'denied' } })
  })

  test('only the approvers of the rule decide, and whoever an escalation adds, from then on', async () => {
    const { approvals, id, clock } = await held({
      terms: { approvers: ['group:dba', 'user:ana'], escalate: [{ afterMs: 60_000, to: ['role:oncall'] }] },
    })
    const oncall = reviewer('olga', { roles: ['oncall'] })
    expect(await approvals.decide(id, approve(BEN))).toMatchObject({ code: 'NOT_AN_APPROVER' })
    expect(await approvals.decide(id, deny(BEN))).toMatchObject({ code: 'NOT_AN_APPROVER' })
    expect(await approvals.decide(id, approve(oncall))).toMatchObject({ code: 'NOT_AN_APPROVER' })
    clock.ms += 60_000
    expect(await approvals.decide(id, approve(oncall))).toMatchObject({ request: { state: 'approved' } })
  })

  test('a denial needs a note where the rule says so', async () => {
    const { approvals, id } = await held({ terms: { requireNote: true } })
    expect(await approvals.decide(id, deny(ANA, { note: '  ' }))).toMatchObject({ code: 'NOTE_REQUIRED' })
    expect(await approvals.decide(id, deny(ANA, { note: 'wrong table' }))).toMatchObject({ kind: 'decided' })
  })

  test('a decision about another digest than that of the request does not count', async () => {
    const { approvals, id, digest } = await held()
    expect(await approvals.decide(id, approve(ANA, { digest: 'hmac-sha256:00' }))).toMatchObject({
      code: 'DIGEST_MISMATCH',
    })
    expect(await approvals.decide(id, approve(ANA, { digest }))).toMatchObject({ kind: 'decided' })
  })

  test('a request that nobody decided in time is denied, and deciding it then changes nothing', async () => {
    const { approvals, id, clock, events } = await held({ terms: { timeoutMs: 1000 } })
    clock.ms += 1000
    expect(await approvals.decide(id, approve())).toMatchObject({ kind: 'refused', code: 'EXPIRED' })
    expect(await approvals.get(id)).toMatchObject({ state: 'expired', decisions: [] })
    expect(events.map(({ kind }) => kind)).toEqual(['requested', 'expired'])
  })

  test('saying the same again is answered the same; saying otherwise is refused', async () => {
    const { approvals, id } = await held()
    await approvals.decide(id, approve())
    expect(await approvals.decide(id, approve())).toMatchObject({ kind: 'repeated' })
    expect(await approvals.decide(id, deny())).toMatchObject({ kind: 'refused', code: 'NOT_PENDING' })
  })

  test('two reviewers who race decide once', async () => {
    const { approvals, id } = await held()
    const answers = await Promise.all([
      approvals.decide(id, approve()),
      approvals.decide(id, deny(BEN)),
      approvals.decide(id, deny(reviewer('cleo'))),
    ])
    expect(answers.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    expect((await approvals.get(id))?.decisions).toHaveLength(1)
  })

  test('breaking the glass takes the right, a reason and somebody else, and opens for a short time', async () => {
    const { approvals, id, clock } = await held({ terms: { quorum: 3, approvers: ['group:dba'] } })
    const oncall = reviewer('olga', { rights: ['break_glass'] })
    const note = 'production is down, ticket 4711'
    expect(await approvals.decide(id, approve(ANA, { breakGlass: true, note }))).toMatchObject({
      code: 'RIGHT_MISSING',
    })
    expect(await approvals.decide(id, approve(oncall, { breakGlass: true, note: 'x' }))).toMatchObject({
      code: 'NOTE_REQUIRED',
    })
    const self = reviewer('bot', { rights: ['break_glass'] })
    expect(await approvals.decide(id, approve(self, { breakGlass: true, note }))).toMatchObject({
      code: 'SELF_APPROVAL',
    })
    expect(await approvals.decide(id, approve(oncall, { breakGlass: true, note }))).toMatchObject({
      request: { state: 'approved', isBreakGlass: true, executeByMs: clock.ms + 300_000 },
    })
  })

  test('several requests are decided together only when rule and tool are the same and nothing is critical', async () => {
    const { approvals } = memoryApprovals()
    const ids = async (...calls: ReturnType<typeof call>[]) =>
      Promise.all(calls.map(async (one) => (await approvals.request(one)).request.id))
    const alike = await ids(call({ path: '/1' }), call({ path: '/2' }))
    expect([...(await approvals.decideBatch(alike, approve())).values()]).toMatchObject([
      { kind: 'decided' },
      { kind: 'decided' },
    ])
    const mixed = await ids(call({ path: '/3' }), call({ path: '/4' }, { ruleId: 'other' }))
    expect([...(await approvals.decideBatch(mixed, approve())).values()]).toMatchObject([
      { code: 'NOT_ALIKE' },
      { code: 'NOT_ALIKE' },
    ])
    const critical = await ids(call({ path: '/5' }, { riskLevel: 'critical' }))
    expect([...(await approvals.decideBatch(critical, approve())).values()]).toMatchObject([
      { code: 'NOT_ALIKE' },
    ])
  })
})
