import { createMemoryDirectory, KeyPair, parsePermitText, permitText, PqTokenSigner } from '@kvlar/crypto'
import { describe, expect, test } from 'vitest'
import { openDesk } from './desk.ts'
import { post } from './listening.ts'
import { AUDIENCE, openPayments, openPqOnlyPayments } from './payments.ts'

/* An agent that refunds through a gate, and the service that pays, over HTTP. */

const DENIED = { status: 403, body: { kind: 'refuse', evaluator: 'policy', code: 'POLICY_DEFAULT_DENY' } }
const INDIA = { countryCode: 'IN', latitude: 12.97, longitude: 77.59 }
const AMERICA = { countryCode: 'US', latitude: 42.36, longitude: -71.06 }

describe('an agent at its desk', () => {
  test('A1: refunds 500, and the service pays that once', async () => {
    const directory = createMemoryDirectory([])
    const payments = await openPayments({ directory, replicas: 1 })
    const desk = await openDesk({ payments: payments.url })
    directory.insert(desk.signer.publicKeys())
    expect(await desk.refund(500)).toMatchObject({ status: 200, body: { kind: 'permit', paid: true } })
    expect(payments.paid).toEqual([{ amount: 500 }])
  })

  test('A2: does not refund 6,000', async () => {
    const desk = await openDesk()
    expect(await desk.refund(6000)).toMatchObject(DENIED)
  })

  test('A3: refunds 50 times in a day, and not once more', async () => {
    const desk = await openDesk()
    for (let count = 1; count <= 50; count += 1) expect((await desk.refund(1)).status).toBe(200)
    expect(await desk.refund(1)).toMatchObject({ status: 403, body: { code: 'RATE_LIMIT_EXCEEDED' } })
    expect((await desk.refund(1, {}, 'other')).status).toBe(200)
  })

  test('A4: is held by the invariant when the policy is widened to 100,000', async () => {
    const desk = await openDesk()
    const conditions = [{ action: 'issue_refund' }, { param_max: { field: 'amount', max: 100_000 } }]
    desk.gate.reload({ policies: [{ name: 'wide', effect: 'permit', conditions }] })
    expect(await desk.refund(60_000)).toMatchObject({
      status: 403,
      body: { evaluator: 'invariants', code: 'INVARIANT_VIOLATION' },
    })
    // As a text it is no smaller.
    expect((await desk.refund('60000')).status).toBe(403)
  })

  test('A5: is turned away when its session goes on in another country', async () => {
    const desk = await openDesk()
    const session = { sessionId: 's-1', originIp: '203.0.113.1', originGeo: INDIA }
    const moved = { ...session, ip: '198.51.100.1', currentGeo: AMERICA }
    expect(await desk.refund(1, moved)).toMatchObject({
      status: 401,
      body: { kind: 'invalidate', evaluator: 'drift', code: 'DRIFT_DETECTED' },
    })
    expect(await desk.refund(1, session)).toMatchObject({ status: 403, body: { code: 'SESSION_INVALID' } })
  })

  test('A6: does not delete an order', async () => {
    const desk = await openDesk()
    expect(await desk.ask({ actionName: 'delete_order', resource: 'orders/1' })).toMatchObject(DENIED)
  })

  test('A7: does not refund twelve hours away from its hours', async () => {
    const now = { ms: Date.UTC(2026, 10, 30, 12, 30) }
    const conditions = [{ action: 'issue_refund' }, { time_window: '00:00-01:00' }]
    const policy = { policies: [{ name: 'night', effect: 'permit', conditions }] }
    const desk = await openDesk({ policy, now: () => now.ms })
    expect(await desk.refund(1)).toMatchObject(DENIED)
    now.ms += 12 * 3_600_000
    expect((await desk.refund(1)).status).toBe(200)
  })
})

describe('the service that pays', () => {
  const REFUSED = { status: 401, body: { error: 'a permit is required' } }
  const CALL = { amount: 500 }

  async function set({ nowMs = Date.now() } = {}) {
    const now = { ms: nowMs }
    const desk = await openDesk({ now: () => now.ms })
    const directory = createMemoryDirectory([desk.signer.publicKeys()])
    const payments = await openPayments({ directory, replicas: 1, now: () => now.ms })
    const permit = async (amount = CALL.amount) => String((await desk.refund(amount)).body['permit'])
    const pay = (text?: string) =>
      post(payments.url, CALL, text === undefined ? {} : { 'kvlar-permit': text })
    return { desk, directory, payments, permit, pay, now }
  }

  test('A8: pays nothing without a permit', async () => {
    const { payments, pay } = await set()
    expect(await pay()).toEqual(REFUSED)
    expect(payments.refusals).toMatchObject([{ reason: 'PERMIT_MISSING' }])
  })

  test('A9: pays nothing for a signature of random bytes', async () => {
    const { payments, permit, pay } = await set()
    const { token, signature } = parsePermitText(await permit())
    const noise = crypto.getRandomValues(new Uint8Array(signature.length))
    expect(await pay(permitText({ token, signature: noise }))).toEqual(REFUSED)
    expect(payments.paid).toEqual([])
  })

  test('A10: pays nothing for a key that its directory does not have', async () => {
    const { payments, pay } = await set()
    const stranger = PqTokenSigner.fromKeypairHybrid(await KeyPair.generate())
    const call = { action: 'issue_refund', audience: AUDIENCE, principal: 'agent-bot', parameters: CALL }
    expect(await pay((await stranger.issue(call)).text)).toEqual(REFUSED)
    expect(payments.refusals).toMatchObject([{ reason: 'NotFound' }])
  })

  test('A11: pays nothing for a permit that has expired, whose signature holds', async () => {
    const { payments, permit, pay, now } = await set()
    const old = await permit()
    now.ms += 60_000
    expect(await pay(old)).toEqual(REFUSED)
    expect(payments.refusals).toMatchObject([{ reason: 'PERMIT_EXPIRED' }])
  })

  test('A12: pays nothing for the permit of another action', async () => {
    const { desk, payments, pay } = await set()
    const read = await desk.ask({ actionName: 'read_order', params: CALL })
    expect(await pay(String(read.body['permit']))).toEqual(REFUSED)
    expect(payments.refusals).toMatchObject([{ reason: 'PERMIT_WRONG_ACTION' }])
  })

  test('A13: that takes ML-DSA alone pays nothing for a hybrid permit', async () => {
    const { directory, permit } = await set()
    const url = await openPqOnlyPayments(directory)
    expect(await post(url, CALL, { 'kvlar-permit': await permit() })).toEqual(REFUSED)
  })

  test('pays for the permit of the call that was judged, and nothing for its second use or another amount', async () => {
    const { payments, permit, pay } = await set()
    const text = await permit()
    expect(await pay(await permit(499))).toEqual(REFUSED)
    expect((await pay(text)).status).toBe(200)
    expect(await pay(text)).toEqual(REFUSED)
    expect(payments.refusals.map(({ reason }) => reason)).toEqual([
      'PERMIT_WRONG_PARAMETERS',
      'PERMIT_REPLAYED',
    ])
    expect(payments.paid).toEqual([CALL])
  })
})
