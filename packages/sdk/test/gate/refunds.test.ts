import { DirectoryTokenVerifier, createMemoryDirectory, KeyPair, PqTokenSigner } from '@kvlar/crypto'
import { describe, expect, test } from 'vitest'
import { NOW, refund, said, shop } from './gates.ts'

/* What `test/scenarios` shows over HTTP, in the words of the gate. */

const BANGALORE = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
const CHENNAI = { countryCode: 'IN', city: 'Chennai', latitude: 13.08, longitude: 80.27 }
const BOSTON = { countryCode: 'US', latitude: 42.36, longitude: -71.06 }

describe('a session', () => {
  test('that goes on from another country is over, and stays over', async () => {
    const gate = shop({ geoDriftMaxKm: 500 })
    const from = (over: object) => refund(1, { sessionId: 's-1', ...over })
    expect(said(await gate.evaluate(from({ ip: '203.0.113.1', currentGeo: BANGALORE })))).toBe('permit')
    expect(said(await gate.evaluate(from({ ip: '203.0.113.7', currentGeo: CHENNAI })))).toBe('permit')
    const moved = await gate.evaluate(from({ ip: '198.51.100.1', currentGeo: BOSTON }))
    expect(said(moved)).toBe('invalidate drift DRIFT_DETECTED')
    expect(moved).toMatchObject({ isInvalidate: true, target: { kind: 'session', id: 's-1' } })
    const back = await gate.evaluate(from({ ip: '203.0.113.1', currentGeo: BANGALORE }))
    expect(said(back)).toBe('refuse standing SESSION_INVALID')
    expect(said(await gate.evaluate(refund(1, { sessionId: 's-2' })))).toBe('permit')
    expect(await gate.restore({ kind: 'session', id: 's-1' })).toBe(true)
    expect(said(await gate.evaluate(from({ ip: '203.0.113.1', currentGeo: BANGALORE })))).toBe('permit')
  })

  test('may be one that an action brings along: it says where it began', async () => {
    const gate = shop()
    const from = { originIp: '203.0.113.1', originGeo: BANGALORE, ip: '198.51.100.1', currentGeo: BOSTON }
    expect((await gate.evaluate(refund(1, from))).kind).toBe('invalidate')
  })
})

describe('a permit', () => {
  test('is for the call that was judged, once', async () => {
    const clock = { now: () => NOW }
    const pair = await KeyPair.generate(clock)
    const tokenSigner = PqTokenSigner.fromKeypairHybrid(pair, clock)
    const gate = shop({ tokenSigner, permitAudience: 'payments', ...clock })
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([pair.publicKeys()]), clock)
    const call = { action: 'issue_refund', audience: 'payments', parameters: { amount: 500 } }
    const verdict = await gate.check(refund(500, { sessionId: 's-1', resource: 'orders/42' }))
    expect(verdict.tokenId).toBe(verdict.permit?.token.tokenId)
    const exact = { ...call, principal: 'agent-bot', session: 's-1', target: 'orders/42' }
    const token = await verifier.redeem(verdict.permit?.text ?? '', exact)
    expect(token.decisionId).toBe(verdict.evaluationId)
    await expect(verifier.redeem(verdict.permit?.text ?? '', exact)).rejects.toMatchObject({
      code: 'PERMIT_REPLAYED',
    })
    const other = (await gate.check(refund(500))).permit?.text ?? ''
    await expect(verifier.redeem(other, { ...call, parameters: { amount: 5000 } })).rejects.toMatchObject({
      code: 'PERMIT_WRONG_PARAMETERS',
    })
  })

  test('that cannot be signed is none, and nothing is permitted', async () => {
    const failures: unknown[] = []
    const gate = shop({
      tokenSigner: { issue: () => Promise.reject(new Error('the HSM is gone')) },
      onFailure: (error) => failures.push(error),
    })
    expect(said(await gate.evaluate(refund(500)))).toBe('refuse permit PERMIT_FAILED')
    expect(failures).toHaveLength(1)
  })
})
