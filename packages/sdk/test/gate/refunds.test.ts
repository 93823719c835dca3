import {
  DirectoryTokenVerifier,
  InMemoryDirectory,
  KeyPair,
  parsePermitText,
  permitText,
  PqTokenSigner,
} from '@kvlar/crypto'
import { describe, expect, test } from 'vitest'
import { NOW, refund, said, shop } from './gates.ts'

const BANGALORE = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
const CHENNAI = { countryCode: 'IN', city: 'Chennai', latitude: 13.08, longitude: 80.27 }
const BOSTON = { countryCode: 'US', latitude: 42.36, longitude: -71.06 }

describe('an agent that refunds', () => {
  test('500 may', async () => {
    expect(said(await shop().evaluate(refund(500)))).toBe('permit')
  })

  test('6000 may not: no rule covers it', async () => {
    expect(said(await shop().evaluate(refund(6000)))).toBe('refuse policy POLICY_DEFAULT_DENY')
  })

  test('may do so 50 times a day, and not once more', async () => {
    const gate = shop({ enableDrift: false })
    for (let count = 1; count <= 50; count += 1) expect((await gate.evaluate(refund(1))).isPermit).toBe(true)
    expect(said(await gate.evaluate(refund(1)))).toBe('refuse policy RATE_LIMIT_EXCEEDED')
    expect(said(await gate.evaluate(refund(1, { principalId: 'other-bot' })))).toBe('permit')
  })

  test('is held by the invariant whatever policy is put in force', async () => {
    const gate = shop()
    const conditions = [{ action: 'issue_refund' }, { param_max: { field: 'amount', max: 100_000 } }]
    gate.reload({ policies: [{ name: 'wide', effect: 'permit', conditions }] })
    for (const amount of [49_000, 50_000]) expect(said(await gate.evaluate(refund(amount)))).toBe('permit')
    for (const amount of [50_001, 60_000, 100_000])
      expect(said(await gate.evaluate(refund(amount)))).toBe('refuse invariants INVARIANT_VIOLATION')
    // The policy has no say on these any more, and is asked first.
    for (const amount of [300_000, 400_000, '60000'])
      expect((await gate.evaluate(refund(amount))).isPermit).toBe(false)
  })

  test('goes on from another country: the session is over, and stays over', async () => {
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

  test('says itself where it began, where it is in no session', async () => {
    const gate = shop()
    const from = { originIp: '203.0.113.1', originGeo: BANGALORE, ip: '198.51.100.1', currentGeo: BOSTON }
    expect((await gate.evaluate(refund(1, from))).kind).toBe('invalidate')
  })

  test('may not delete', async () => {
    expect(said(await shop().evaluate(refund(1, { actionName: 'delete_order' })))).toBe(
      'refuse policy POLICY_DEFAULT_DENY',
    )
  })

  test('may not outside of its hours', async () => {
    const conditions = [{ action: 'issue_refund' }, { time_window: '00:00-01:00' }]
    const hours = { policies: [{ name: 'night', effect: 'permit', conditions }] }
    expect(said(await shop({}, hours).evaluate(refund(1)))).toBe('refuse policy POLICY_DEFAULT_DENY')
    const night = shop({ now: () => NOW + 12.5 * 3_600_000 }, hours)
    expect(said(await night.evaluate(refund(1)))).toBe('permit')
  })
})

describe('the service that pays', () => {
  const call = { action: 'issue_refund', audience: 'payments', parameters: { amount: 500 } }

  async function signing(over: { readonly hybrid?: boolean } = {}) {
    let nowMs = NOW
    const clock = { now: () => nowMs }
    const pair = await KeyPair.generate(clock)
    const tokenSigner = PqTokenSigner.fromKeypairHybrid(pair, clock)
    const gate = shop({ tokenSigner, permitAudience: 'payments', ...clock })
    const directory = new InMemoryDirectory([pair.publicKeys()])
    const verifier = new DirectoryTokenVerifier(directory, { ...over, ...clock })
    const permit = async (input = refund(500)) => {
      const verdict = await gate.check(input)
      return verdict.permit?.text ?? expect.fail('no permit')
    }
    return { gate, verifier, directory, pair, permit, wait: (ms: number) => void (nowMs += ms) }
  }

  test('takes the permit of the call that was judged, once', async () => {
    const { gate, verifier, permit } = await signing()
    const verdict = await gate.check(refund(500, { sessionId: 's-1', resource: 'orders/42' }))
    expect(verdict.tokenId).toBe(verdict.permit?.token.tokenId)
    const exact = { ...call, principal: 'agent-bot', session: 's-1', target: 'orders/42' }
    const token = await verifier.redeem(verdict.permit?.text ?? '', exact)
    expect(token.decisionId).toBe(verdict.evaluationId)
    await expect(verifier.redeem(verdict.permit?.text ?? '', exact)).rejects.toMatchObject({
      code: 'PERMIT_REPLAYED',
    })
    const other = await permit()
    await expect(verifier.redeem(other, { ...call, parameters: { amount: 5000 } })).rejects.toMatchObject({
      code: 'PERMIT_WRONG_PARAMETERS',
    })
  })

  test('takes no call without one, and none that was made up', async () => {
    const { verifier, permit } = await signing()
    await expect(verifier.redeem('', call)).rejects.toThrow()
    const { token, signature } = parsePermitText(await permit())
    const noise = permitText({ token, signature: signature.map(() => 0xff) })
    await expect(verifier.redeem(noise, call)).rejects.toThrow()
  })

  test('takes none by a key that the directory does not have, and none by one that it has no more', async () => {
    const { verifier, directory, pair, permit } = await signing()
    const stranger = await signing()
    await expect(verifier.redeem(await stranger.permit(), call)).rejects.toMatchObject({ code: 'NotFound' })
    const kept = await permit()
    directory.remove(pair.id)
    await expect(verifier.redeem(kept, call)).rejects.toMatchObject({ code: 'NotFound' })
  })

  test('takes none after its time', async () => {
    const { verifier, permit, wait } = await signing()
    const old = await permit()
    wait(60_000)
    await expect(verifier.redeem(old, call)).rejects.toMatchObject({ code: 'PERMIT_EXPIRED' })
  })

  test('takes none for another action', async () => {
    const { verifier, permit } = await signing()
    const read = await permit({ principalId: 'agent-bot', actionName: 'read_order', params: { amount: 500 } })
    await expect(verifier.redeem(read, call)).rejects.toMatchObject({ code: 'PERMIT_WRONG_ACTION' })
  })

  test('that takes no hybrid permits takes none', async () => {
    const { verifier, permit } = await signing({ hybrid: false })
    await expect(verifier.redeem(await permit(), call)).rejects.toMatchObject({ code: 'AlgorithmMismatch' })
  })

  test('is given nothing where the signer is gone', async () => {
    const failures: unknown[] = []
    const gate = shop({
      tokenSigner: { issue: () => Promise.reject(new Error('the HSM is gone')) },
      onFailure: (error) => failures.push(error),
    })
    expect(said(await gate.evaluate(refund(500)))).toBe('refuse permit PERMIT_FAILED')
    expect(failures).toHaveLength(1)
  })
})

test('three principals at once: a cap that is tightened holds from then on, for nobody else', async () => {
  const capped = (max: number) => ({
    policies: [
      {
        name: 'agents',
        effect: 'permit',
        conditions: [
          { identity_kind: 'agent' },
          { action: 'issue_refund' },
          { param_max: { field: 'amount', max } },
        ],
      },
      {
        name: 'people',
        effect: 'permit',
        conditions: [{ identity_kind: 'user' }, { action: 'issue_refund' }],
      },
    ],
  })
  const gate = shop({ enableDrift: false }, capped(5000))
  let isTight = false
  const wrong: string[] = []
  const worker = async (principalId: string, principalKind: 'agent' | 'user', calls: number) => {
    for (let count = 0; count < calls; count += 1) {
      const wasTight = isTight
      const verdict = await gate.evaluate(refund(3000, { principalId, principalKind }))
      if (principalKind === 'user' ? !verdict.isPermit : wasTight && verdict.isPermit)
        wrong.push(said(verdict))
      if (principalKind === 'agent' && !wasTight && !isTight && !verdict.isPermit) wrong.push(said(verdict))
      if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const tighten = async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    gate.reload(capped(1000))
    isTight = true
  }
  await Promise.all([
    worker('bot', 'agent', 500),
    worker('ana', 'user', 500),
    worker('root', 'user', 500),
    tighten(),
  ])
  expect(isTight).toBe(true)
  expect(wrong).toEqual([])
  expect((await gate.evaluate(refund(3000))).isPermit).toBe(false)
})

test('the kill switch: nothing is permitted past it, of ten callers at once', async () => {
  for (const kill of ['an empty policy', 'a revocation of everything'] as const) {
    const gate = shop({
      enableDrift: false,
      rateStore: {
        count: ({ needs }) => ({
          counts: new Map(needs.map((need) => ['key' in need ? need.key : '', 1])),
          freeAtMs: new Map(),
          isMarked: true,
        }),
        settle: () => {},
      },
    })
    let isKilled = false
    let past = 0
    const caller = async () => {
      for (let count = 0; count < 100; count += 1) {
        const wasKilled = isKilled
        const { isPermit } = await gate.evaluate(refund(1))
        if (wasKilled && isPermit) past += 1
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const killer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (kill === 'an empty policy') gate.reload('')
      else await gate.revoke({ kind: 'everything' }, { reason: 'incident', by: 'ana' })
      isKilled = true
    }
    await Promise.all([...Array.from({ length: 10 }, caller), killer()])
    expect(past).toBe(0)
    const code =
      kill === 'an empty policy' ? 'refuse policy POLICY_DEFAULT_DENY' : 'refuse standing KILL_SWITCH'
    expect(said(await gate.evaluate(refund(1)))).toBe(code)
  }
})

test('a key of a permit that is taken from another permit proves nothing', async () => {
  const clock = { now: () => NOW }
  const pair = await KeyPair.generate(clock)
  const gate = shop({ tokenSigner: PqTokenSigner.fromKeypairHybrid(pair, clock), permitAudience: 'payments' })
  const verifier = new DirectoryTokenVerifier(new InMemoryDirectory([pair.publicKeys()]), clock)
  const permits = [await gate.check(refund(1)), await gate.check(refund(2)), await gate.check(refund(3))].map(
    ({ permit }) => permit ?? expect.fail('no permit'),
  )
  const [one, two, three] = permits
  if (one === undefined || two === undefined || three === undefined) return expect.fail('no permit')
  const call = { action: 'issue_refund', audience: 'payments', parameters: { amount: 1 } }
  const laundered = [
    { token: one.token, signature: two.signature },
    { token: one.token, signature: three.signature },
    { token: { ...one.token, expiresAt: one.token.expiresAt + 1 }, signature: one.signature },
    { token: { ...one.token, expiresAt: 0 }, signature: one.signature },
    { token: { ...one.token, tokenId: two.token.tokenId }, signature: one.signature },
    { token: { ...one.token, decisionId: 'another' }, signature: one.signature },
    { token: { ...one.token, action: 'read_order' }, signature: one.signature },
    { token: one.token, signature: new Uint8Array(one.signature.length) },
    { token: one.token, signature: one.signature.slice(0, -1) },
    { token: one.token, signature: Uint8Array.of(...one.signature, 0) },
    { token: one.token, signature: new Uint8Array() },
    ...[0, 10, 100, Math.floor(one.signature.length / 2), one.signature.length - 1].map((at) => ({
      token: one.token,
      signature: one.signature.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    })),
  ]
  for (const forged of laundered)
    await expect((async () => verifier.redeem(permitText(forged), call))()).rejects.toThrow()
  await expect(verifier.redeem(one.text, call)).resolves.toBeDefined()
})
