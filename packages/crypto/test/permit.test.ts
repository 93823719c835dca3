import { describe, expect, test } from 'vitest'
import {
  DirectoryTokenVerifier,
  encodePermit,
  LIMITS,
  parametersDigest,
  parsePermitText,
  permitText,
  type ExpectedCall,
  type PermitToken,
} from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'
import { call, refund, setUp } from './support/permits.ts'

describe('a permit', () => {
  test('is good for its call, whatever the order of the parameters, and returns what it binds', async () => {
    const { signer, verifier } = await setUp()
    const { text, token } = await signer.issue(refund)
    expect(await verifier.redeem(text, call)).toEqual(token)
    expect(token).toMatchObject({ action: 'issue_refund', principal: 'agent-alice', session: 'sess-1' })
  })

  test('is good once', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    const answers = await Promise.all([1, 2, 3].map(() => outcome(verifier.redeem(text, call))))
    expect(answers.filter((answer) => answer === 'accepted').length).toBe(1)
    expect(answers.filter((answer) => answer === 'PERMIT_REPLAYED').length).toBe(2)
  })

  test('is good once also where every call has a verifier of its own', async () => {
    const { clock, directory, signer } = await setUp()
    const { text } = await signer.issue(refund)
    const redeem = () => new DirectoryTokenVerifier(directory, { now: clock.now }).redeem(text, call)
    expect(await outcome(redeem())).toBe('accepted')
    expect(await outcome(redeem())).toBe('PERMIT_REPLAYED')
  })

  test.each<[string, Partial<ExpectedCall>, string]>([
    ['another action', { action: 'read_order' }, 'PERMIT_WRONG_ACTION'],
    ['another audience', { audience: 'ledger' }, 'PERMIT_WRONG_AUDIENCE'],
    ['another amount', { parameters: { order: 'ORD-1', amount: 501 } }, 'PERMIT_WRONG_PARAMETERS'],
    [
      'an added parameter',
      { parameters: { order: 'ORD-1', amount: 500, force: true } },
      'PERMIT_WRONG_PARAMETERS',
    ],
    ['another principal', { principal: 'agent-bob' }, 'PERMIT_WRONG_PRINCIPAL'],
    ['another target', { target: 'orders/ORD-2' }, 'PERMIT_WRONG_TARGET'],
    ['another session', { session: 'sess-2' }, 'PERMIT_WRONG_SESSION'],
    ['another policy', { policyDigest: `sha256:${'cd'.repeat(32)}` }, 'PERMIT_WRONG_POLICY'],
  ])('is refused for %s and stays unspent', async (_, change, code) => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    expect(await outcome(verifier.redeem(text, { ...call, ...change } as ExpectedCall))).toBe(code)
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test('is refused where the verifier expects a field that the permit does not bind', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue({ action: 'a', audience: 'b', principal: 'c', parameters: {} })
    const expected = { action: 'a', audience: 'b', parameters: {}, target: 'd' }
    expect(await outcome(verifier.redeem(text, expected))).toBe('PERMIT_WRONG_TARGET')
  })

  test('lasts 30 seconds and the skew of the clocks, to the second', async () => {
    const { clock, signer, verifier } = await setUp()
    const early = await signer.issue(refund)
    const late = await signer.issue(refund)
    clock.passSeconds(34)
    expect(await outcome(verifier.redeem(early.text, call))).toBe('accepted')
    clock.passSeconds(1)
    expect(await outcome(verifier.redeem(late.text, call))).toBe('PERMIT_EXPIRED')
  })

  test('is refused before its time', async () => {
    const { clock, signer, verifier } = await setUp()
    const { text } = await signer.issue({ ...refund, notBefore: clock.seconds + 60 })
    clock.passSeconds(54)
    expect(await outcome(verifier.redeem(text, call))).toBe('PERMIT_NOT_YET_VALID')
    clock.passSeconds(1)
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test('is refused when it lasts longer than the verifier allows', async () => {
    const { signer, verifier } = await setUp({ lifetimeSecondsMax: 60 })
    const { text } = await signer.issue({ ...refund, lifetimeSeconds: 61 })
    expect(await outcome(verifier.redeem(text, call))).toBe('PERMIT_LIFETIME_TOO_LONG')
  })

  test('has at most 5,500 characters alone and 6,000 in a batch, with every field at its longest', async () => {
    const { signer } = await setUp()
    const long = 'ü'.repeat(32)
    const request = {
      ...refund,
      action: long,
      audience: long,
      principal: long,
      target: long,
      session: long,
      decisionId: long,
    }
    expect((await signer.issue(request)).text.length).toBeLessThanOrEqual(LIMITS.permitCharsMax)
    const batch = await Promise.all(Array.from({ length: 256 }, () => signer.issue(request)))
    const lengths = batch.map(({ text }) => text.length)
    expect(Math.max(...lengths)).toBeGreaterThan(LIMITS.permitCharsMax)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LIMITS.batchedPermitCharsMax)
  })

  test('carries texts over 64 bytes as digests, which no literal text can imitate', async () => {
    const { signer, verifier } = await setUp()
    const action = 'x'.repeat(65)
    const { text, token } = await signer.issue({ ...refund, action })
    expect(token.action).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const digest = (token.action as { sha256: string }).sha256
    for (const imitation of [digest, `sha256:${digest}`])
      expect(await outcome(verifier.redeem(text, { ...call, action: imitation }))).toBe('PERMIT_WRONG_ACTION')
    expect(await outcome(verifier.redeem(text, { ...call, action }))).toBe('accepted')
  })
})

describe('the text of a permit', () => {
  test('comes back as it went, field by field', async () => {
    const { signer } = await setUp()
    const { text, token, signature } = await signer.issue(refund)
    expect(parsePermitText(text)).toEqual({ token, signature })
    expect(permitText(parsePermitText(text))).toBe(text)
  })

  test('has no encoding for a token with an impossible field', () => {
    const token: PermitToken = {
      tokenId: '00'.repeat(16),
      issuedAt: 1,
      notBefore: 1,
      expiresAt: 2,
      action: 'a',
      parametersDigest: `sha256:${'00'.repeat(32)}`,
      audience: 'b',
      principal: 'c',
    }
    const wrong: Partial<PermitToken>[] = [
      { tokenId: '00' },
      { expiresAt: -1 },
      { issuedAt: 1.5 },
      { expiresAt: 2 ** 60 },
      { parametersDigest: 'md5:00' },
      { action: 'x'.repeat(300) },
      { action: { sha256: 'zz' } },
    ]
    expect(() => encodePermit(token)).not.toThrow()
    for (const change of wrong)
      expect(() => encodePermit({ ...token, ...change })).toThrow(
        expect.objectContaining({ code: 'PERMIT_MALFORMED' }),
      )
  })
})

describe('the digest of parameters', () => {
  test('is SHA-256 over RFC 8785, the same for equal parameters', () => {
    expect(parametersDigest({})).toBe(
      'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    )
    expect(parametersDigest({ b: [1, 2.5e30, '\u20ac$\u000f\n'], a: -0 })).toBe(
      parametersDigest({ a: 0, b: [1.0, 2.5e30, '€$\u000f\n'] }),
    )
    expect(parametersDigest({ '\ud83d\ude00': 1, '\ufb33': 2 })).not.toBe(parametersDigest({ '\ufb33': 1 }))
  })

  test('refuses what is not JSON, so that nothing is bound by a guess', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const wrong = [
      undefined,
      () => 1,
      Number.NaN,
      1n,
      '\ud800',
      { a: undefined },
      new Date(0),
      cycle,
      [undefined],
      new Map(),
    ]
    for (const value of wrong)
      expect(() => parametersDigest(value)).toThrow(
        expect.objectContaining({ code: 'PERMIT_INVALID_REQUEST' }),
      )
  })
})
