import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openKvlar, type HealthEvent, type KvlarSettings, type RunningKvlar } from '@kvlar/runtime'
import { openQueue } from '@kvlar/runtime/approvals'
import { proxyParts } from '@kvlar/runtime/proxy'
import { newUser, type User } from '../support/user.ts'

const POLICY = `
name: orders
version: '1'
rules:
  - id: reads
    match_on: { resources: ['read_*'] }
    effect: { type: allow }
  - id: refunds
    match_on: { resources: ['refund_*'] }
    effect: { type: require_approval, reason: money }
`

let user: User
let kvlar: RunningKvlar
let events: HealthEvent[] = []

beforeEach(() => {
  user = newUser()
  user.writePolicy(POLICY)
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
  events = []
})

afterEach(async () => {
  await kvlar.close()
  vi.unstubAllEnvs()
  user.remove()
})

async function open(settings: KvlarSettings = {}): Promise<void> {
  kvlar = await openKvlar({ tell: () => {}, ...settings })
  kvlar.health.watch((event) => events.push(event))
}

const ofKind = <Kind extends HealthEvent['kind']>(
  kind: Kind,
): readonly Extract<HealthEvent, { kind: Kind }>[] =>
  events.filter((event): event is Extract<HealthEvent, { kind: Kind }> => event.kind === kind)

/** Waits for something that is told in its own time. */
const comes = (look: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(look, { timeout: 60_000, interval: 20 })

const PERSON = {
  id: 'ana',
  roles: [],
  rights: [],
  groups: [],
  authentication: 'token',
  surface: 'api',
} as const

test('nothing that is told holds a word of a call: no argument, tool, principal, session or server of a caller', async () => {
  await open({ approvals: false, limits: 'memory' })
  const { gate } = proxyParts(kvlar, { args: [], env: {}, cwd: user.home })
  const secret = fc.stringMatching(/^[a-z]{6,12}$/).map((text) => `zq${text}`)
  await fc.assert(
    fc.asyncProperty(fc.array(secret, { minLength: 6, maxLength: 6 }), async (secrets) => {
      const [argument, tool, principal, session, server, agent] = secrets as [
        string,
        string,
        string,
        string,
        string,
        string,
      ]
      const before = events.length
      await gate.judge({
        sessionId: session,
        callId: 1,
        actions: [
          {
            type: 'tool_call',
            resource: `read_${tool}`,
            parameters: { [argument]: argument },
            agentId: agent,
            principal: { id: principal, kind: 'user', roles: [principal] },
            server,
          },
        ],
        context: { from: 'client', method: 'tools/call' },
      })
      await kvlar.record({
        kind: 'result',
        sessionId: session,
        callId: 1,
        result: 'ok',
        latencyMs: 12,
      })
      const told = events.slice(before)
      expect(told).toMatchObject([
        { kind: 'judged', outcome: 'allowed', rule: 'reads', server: '_other' },
        { kind: 'ended', result: 'ok', seconds: 0.012 },
      ])
      for (const one of secrets) expect(JSON.stringify(told)).not.toContain(one)
    }),
    { numRuns: 25 },
  )
})

test('a server that configuration names has its name', async () => {
  await open({ approvals: false })
  kvlar.nameServer('orders')
  await kvlar.guard('read_order', async () => 1, { server: 'orders' })({})
  await kvlar.guard('read_order', async () => 1, { server: 'others' })({})
  await kvlar.guard('read_order', async () => 1)({})
  expect(ofKind('judged').map(({ server }) => server)).toEqual(['orders', '_other', undefined])
})

test('a monitor that comes later hears what happens from then on, and one that has left nothing', async () => {
  await open({ approvals: false })
  const read = kvlar.guard('read_order', async () => 1)
  let heard = 0
  const leave = kvlar.health.watch(() => (heard += 1))
  await read({})
  await comes(() => expect(ofKind('ended')).toHaveLength(1))
  expect(heard).toBe(events.length)
  leave()
  await read({})
  await comes(() => expect(ofKind('ended')).toHaveLength(2))
  expect(heard).toBe(events.length / 2)
})

test('shadow mode tells what enforcement would have said', async () => {
  await open({ approvals: false, observeOnly: {} })
  await kvlar.guard('drop_order', async () => 1)({})
  expect(ofKind('judged')).toMatchObject([{ outcome: 'allowed', wouldBe: 'denied' }])
})

test('what cannot be recorded is told as that, and so is the store that failed', async () => {
  const file = join(user.home, 'a-file')
  writeFileSync(file, '')
  await open({ approvals: false, record: { dir: file } })
  await expect(kvlar.guard('read_order', async () => 1)({})).rejects.toMatchObject({
    code: 'KVLAR_RECORD_FAILED',
  })
  await comes(() => expect(ofKind('unrecorded')).toHaveLength(1))
  expect(ofKind('judged')).toMatchObject([{ outcome: 'denied', rule: 'reads' }])
  expect(ofKind('failed').map(({ part }) => part)).toContain('record')
})

test('limits that cannot be counted are told, and looking whether they can is not', async () => {
  user.writePolicy(`name: p
rules:
  - id: reads
    match_on: { resources: ['read_*'], conditions: [{ rate_limit: { max: 9, window: 1h } }] }
    effect: { type: allow }
`)
  await open({ approvals: false, redis: 'redis://127.0.0.1:1', sessions: 'memory' })
  for (const { look } of kvlar.health.checks) await look()
  expect(events).toEqual([])
  await expect(kvlar.guard('read_order', async () => 1)({})).rejects.toMatchObject({ name: 'KvlarDenied' })
  expect(new Set(ofKind('failed').map(({ part }) => part))).toEqual(new Set(['limits', 'standing']))
})

test('people who decide, callers that waited for them, and what waits are told', async () => {
  await open()
  expect(await kvlar.health.gauges()).toEqual({})
  const refund = kvlar.guard('refund_order', async () => 'done')
  const first = refund({ order: 1 })
  const approvals = await kvlar.approvals()
  await comes(async () => expect(await kvlar.health.gauges()).toMatchObject({ waiting: 1 }))
  const [request] = await approvals.list({ states: ['pending'] })
  const answer = await approvals.decide(request?.id ?? '', { verdict: 'approve', approver: PERSON })
  expect(answer).toMatchObject({ kind: 'decided' })
  expect(await first).toBe('done')
  expect(ofKind('decided')).toMatchObject([{ decision: 'approved' }])
  expect(ofKind('answered')).toMatchObject([{ answer: 'approved' }])
  expect(ofKind('decided')[0]?.seconds).toBeGreaterThanOrEqual(0)
  expect(await kvlar.health.gauges()).toMatchObject({ waiting: 0, unwritten: 0 })
  // All is signed soon, and then nothing is behind.
  await comes(async () => expect(await kvlar.health.gauges()).toMatchObject({ unsigned: 0, unsignedMs: 0 }))
})

test('a reviewer tells what is decided through it, and that it judges nothing', async () => {
  await open()
  const waiting = kvlar.guard('refund_order', async () => 'done')({ order: 1 })
  const told = expect(waiting).rejects.toMatchObject({ name: 'ApprovalDenied' })
  const own = await kvlar.approvals()
  await comes(async () => expect(await own.list({ states: ['pending'] })).toHaveLength(1))
  const reviewer = await openQueue({ queue: undefined, record: {}, make: true, tell: () => {} })
  const heard: HealthEvent[] = []
  reviewer.health.watch((event) => heard.push(event))
  expect(await reviewer.health.gauges()).toMatchObject({ waiting: 1 })
  expect(reviewer.health.stats()).toMatchObject({ isPolicyLoaded: false, rules: 0, allowed: 0 })
  const [request] = await reviewer.approvals.list({ states: ['pending'] })
  await reviewer.approvals.decide(request?.id ?? '', { verdict: 'deny', approver: PERSON })
  expect(heard).toMatchObject([{ kind: 'decided', decision: 'denied' }])
  await told
  expect(ofKind('answered')).toMatchObject([{ answer: 'denied' }])
  await reviewer.close()
})

test('policies that come into force are told, and those that do not', async () => {
  await open({ approvals: false, watch: true })
  user.writePolicy(`${POLICY}# changed\n`)
  await kvlar.reload?.()
  await comes(() => expect(ofKind('reloaded').map(({ isInForce }) => isInForce)).toContain(true))
  user.writePolicy('name: [')
  await kvlar.reload?.()
  await comes(() => expect(ofKind('reloaded').at(-1)?.isInForce).toBe(false))
})
