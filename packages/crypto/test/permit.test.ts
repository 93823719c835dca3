import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  DirectoryTokenVerifier,
  encodePermit,
  encodeSignature,
  InMemoryDirectory,
  InMemoryReplayStore,
  KeyPair,
  LIMITS,
  parametersDigest,
  parsePermitText,
  permitText,
  signMessage,
  PqTokenSigner,
  type ExpectedCall,
  type PermitRequest,
  type PermitToken,
  type TokenVerifierOptions,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { untouchableBackend } from './support/untouchable-backend.ts'

const refund: PermitRequest = {
  action: 'issue_refund',
  parameters: { order: 'ORD-1', amount: 500 },
  audience: 'payments',
  principal: 'agent-alice',
  target: 'orders/ORD-1',
  session: 'sess-1',
  decisionId: 'decision-1',
  policyDigest: `sha256:${'ab'.repeat(32)}`,
}
const call: ExpectedCall = {
  action: 'issue_refund',
  parameters: { amount: 500, order: 'ORD-1' },
  audience: 'payments',
}

async function setUp(options: TokenVerifierOptions = {}) {
  const clock = new Clock()
  const signer = await PqTokenSigner.generateHybrid({ now: clock.now })
  const directory = new InMemoryDirectory([signer.publicKeys()])
  const verifier = new DirectoryTokenVerifier(directory, { now: clock.now, ...options })
  return { clock, signer, directory, verifier }
}

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

describe('permits asked for together', () => {
  test('share one signature, and each is good for itself alone', async () => {
    const { signer, verifier } = await setUp()
    const amounts = Array.from({ length: 37 }, (_, amount) => amount)
    const permits = await Promise.all(
      amounts.map((amount) => signer.issue({ ...refund, parameters: { amount } })),
    )
    const signatures = permits.map(({ signature }) => Buffer.from(signature).subarray(-3406).toString('hex'))
    expect(new Set(signatures).size).toBe(1)
    for (const [amount, { text }] of permits.entries()) {
      expect(await outcome(verifier.redeem(text, { ...call, parameters: { amount: amount + 1 } }))).toBe(
        'PERMIT_WRONG_PARAMETERS',
      )
      expect(await outcome(verifier.redeem(text, { ...call, parameters: { amount } }))).toBe('accepted')
    }
  })

  test('cannot exchange their places in the batch', async () => {
    const { signer, verifier } = await setUp()
    const [a, b] = await Promise.all([signer.issue(refund), signer.issue({ ...refund, session: 'sess-2' })])
    for (const permit of [a, b])
      expect(await outcome(verifier.verify(permit.token, permit.signature))).toBe('accepted')
    expect(await outcome(verifier.verify(a.token, b.signature))).toBe('SignatureInvalid')
    expect(await outcome(verifier.verify(b.token, a.signature))).toBe('SignatureInvalid')
  })

  test('prove their place to the root and no further or nearer, whatever the key has signed', async () => {
    const clock = new Clock()
    const pair = await KeyPair.generate({ now: clock.now })
    const verifier = new DirectoryTokenVerifier(new InMemoryDirectory([pair.publicKeys()]), {
      now: clock.now,
    })
    const { token } = await PqTokenSigner.fromKeypairHybrid(pair, { now: clock.now }).issue(refund)
    const leaf = createHash('sha256').update(Buffer.of(0)).update(encodePermit(token)).digest()
    const signedAs = async (treeSize: number, proof: readonly Uint8Array[]) => {
      const batch = Buffer.concat([Buffer.of(0, treeSize), leaf])
      const signature = encodeSignature(await signMessage(pair.signer(), 'permit', batch))
      const place = Buffer.of(0, treeSize, 0, 0, proof.length)
      return new Uint8Array(Buffer.concat([place, ...proof, signature]))
    }
    expect(await outcome(verifier.verify(token, await signedAs(1, [])))).toBe('accepted')
    expect(await outcome(verifier.verify(token, await signedAs(4, [])))).toBe('SignatureInvalid')
    expect(await outcome(verifier.verify(token, await signedAs(1, [leaf])))).toBe('SignatureInvalid')
  })

  test('are signed apart when the batch size is one', async () => {
    const signer = await PqTokenSigner.generateHybrid({ batchMax: 1 })
    const permits = await Promise.all([signer.issue(refund), signer.issue(refund)])
    expect(new Set(permits.map(({ signature }) => Buffer.from(signature).toString('hex'))).size).toBe(2)
  })

  test('are refused, not gathered without end, while the key does not answer', async () => {
    const pair = await KeyPair.generate()
    let answer = (): void => {}
    const silent = new Promise<void>((resolve) => {
      answer = resolve
    })
    const signer = PqTokenSigner.fromSigner({
      ...pair.signer(),
      sign: (request) => silent.then(() => pair.signer().sign(request)),
    })
    const { token } = await PqTokenSigner.fromKeypairHybrid(pair).issue(refund)
    const waiting = Array.from({ length: LIMITS.pendingPermitsMax }, () => outcome(signer.sign(token)))
    expect(await outcome(signer.sign(token))).toBe('PERMIT_OVERLOADED')
    answer()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['accepted']))
  })

  test('all fail when the key fails, and the next ones are tried anew', async () => {
    const pair = await KeyPair.generate()
    let broken = true
    const signer = PqTokenSigner.fromSigner({
      ...pair.signer(),
      sign: (request) => (broken ? Promise.reject(new Error('HSM is gone')) : pair.signer().sign(request)),
    })
    const all = await Promise.all([1, 2, 3].map(() => outcome(signer.issue(refund))))
    expect(all).toEqual(['KEY_SIGNING_FAILED', 'KEY_SIGNING_FAILED', 'KEY_SIGNING_FAILED'])
    broken = false
    expect(await outcome(signer.issue(refund))).toBe('accepted')
  })
})

describe('laundering a permit', () => {
  test('fails for every signature that is not the permit’s own', async () => {
    const { signer, verifier } = await setUp()
    const { token, signature } = await signer.issue(refund)
    const foreign = await signer.issue(refund)
    const length = signature.length
    const variants: [string, Uint8Array][] = [
      ['zeros', new Uint8Array(length)],
      ['0xff', new Uint8Array(length).fill(0xff)],
      ['truncated', signature.slice(0, -1)],
      ['extended', new Uint8Array([...signature, 0])],
      ['empty', new Uint8Array()],
      ['flipped at 0', flip(signature, 0)],
      ['flipped at 10', flip(signature, 10)],
      ['flipped at 100', flip(signature, 100)],
      ['flipped in the middle', flip(signature, length >> 1)],
      ['flipped at the end', flip(signature, length - 1)],
      ['random', crypto.getRandomValues(new Uint8Array(length))],
      ['of another permit', foreign.signature],
    ]
    for (const [name, variant] of variants)
      expect([name, await outcome(verifier.verify(token, variant))]).not.toEqual([name, 'accepted'])
    expect(await outcome(verifier.verify(token, signature))).toBe('accepted')
  })

  test('fails for every changed field', async () => {
    const { signer, verifier } = await setUp()
    const { token, signature } = await signer.issue(refund)
    const changes: Partial<PermitToken>[] = [
      { action: 'wire_transfer' },
      { action: '' },
      { expiresAt: 0 },
      { expiresAt: token.issuedAt - 1 },
      { expiresAt: token.expiresAt + 1 },
      { notBefore: token.notBefore + 1 },
      { issuedAt: token.issuedAt - 1 },
      { tokenId: '00'.repeat(16) },
      { decisionId: 'decision-2' },
      { parametersDigest: parametersDigest({ amount: 5_000_000 }) },
      { audience: 'ledger' },
      { principal: 'root' },
      { target: 'orders/ORD-2' },
      { session: 'sess-2' },
      { policyDigest: `sha256:${'00'.repeat(32)}` },
    ]
    for (const change of changes) {
      const forged = { ...token, ...change }
      expect([change, await outcome(verifier.verify(forged, signature))]).not.toEqual([change, 'accepted'])
      const text = permitText({ token: forged, signature })
      expect([change, await outcome(verifier.redeem(text, call))]).not.toEqual([change, 'accepted'])
    }
    for (const field of ['target', 'session', 'decisionId', 'policyDigest'] as const) {
      const { [field]: _, ...rest } = token
      expect([field, await outcome(verifier.verify(rest, signature))]).toEqual([field, 'SignatureInvalid'])
    }
  })

  test('fails for every byte of the text that is changed', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    const bytes = Buffer.from(text.slice(5), 'base64url')
    const accepted: number[] = []
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = `kvp1.${Buffer.from(flip(bytes, index, index % 8)).toString('base64url')}`
      if ((await outcome(verifier.redeem(changed, call))) === 'accepted') accepted.push(index)
    }
    expect(accepted).toEqual([])
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test('fails for every truncation, and for every second way to write the same bytes', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    for (let length = 0; length < text.length; length += 97)
      expect(await outcome(verifier.redeem(text.slice(0, length), call))).toMatch(
        /^(PERMIT_MALFORMED|EnvelopeParse)$/,
      )
    for (const other of [
      `${text}=`,
      `${text} `,
      ` ${text}`,
      `${text}A`,
      text.toUpperCase(),
      text.replace('kvp1', 'kvp2'),
    ])
      expect(await outcome(verifier.redeem(other, call))).toMatch(/^(PERMIT_MALFORMED|EnvelopeParse)$/)
  })
})

describe('a verifier', () => {
  test('refuses hybrid permits in PQ-only mode and the reverse, before any arithmetic or look-up', async () => {
    const clock = new Clock()
    const pair = await KeyPair.generate({ now: clock.now })
    const directory = new InMemoryDirectory([pair.publicKeys()])
    const hybrid = PqTokenSigner.fromKeypairHybrid(pair, { now: clock.now })
    const pqOnly = PqTokenSigner.fromKeypairPqOnly(pair, { now: clock.now })
    const verifierOf = (isHybrid: boolean, options: TokenVerifierOptions = {}) =>
      new DirectoryTokenVerifier(directory, { hybrid: isHybrid, now: clock.now, ...options })
    const [h, p] = [await hybrid.issue(refund), await pqOnly.issue(refund)]
    const idle = { backend: untouchableBackend }
    expect(await outcome(verifierOf(false, idle).redeem(h.text, call))).toBe('AlgorithmMismatch')
    expect(await outcome(verifierOf(true, idle).redeem(p.text, call))).toBe('AlgorithmMismatch')
    const keyless = new DirectoryTokenVerifier(new InMemoryDirectory(), { hybrid: false, now: clock.now })
    expect(await outcome(keyless.redeem(h.text, call))).toBe('AlgorithmMismatch')
    expect(await outcome(keyless.verify(h.token, h.signature))).toBe('AlgorithmMismatch')
    expect(await outcome(verifierOf(false).redeem(p.text, call))).toBe('accepted')
    expect(await outcome(verifierOf(true).redeem(h.text, call))).toBe('accepted')
    expect(await outcome(hybrid.verify(p.token, p.signature))).toBe('AlgorithmMismatch')
    expect(await outcome(pqOnly.verify(h.token, h.signature))).toBe('AlgorithmMismatch')
    expect([hybrid.isHybrid, pqOnly.isHybrid]).toEqual([true, false])
  })

  test('refuses a hybrid permit from which the classical part was stripped', async () => {
    const clock = new Clock()
    const pair = await KeyPair.generate({ now: clock.now })
    const verifier = new DirectoryTokenVerifier(new InMemoryDirectory([pair.publicKeys()]), {
      hybrid: false,
      now: clock.now,
    })
    const { token, signature } = await PqTokenSigner.fromKeypairHybrid(pair, { now: clock.now }).issue(refund)
    const stripped = signature.slice(0, -64)
    stripped[5] = 1
    expect(await outcome(verifier.verify(token, stripped))).toBe('SignatureInvalid')
  })

  test('refuses a key that is not in the directory, and accepts it after it was inserted', async () => {
    const { clock, directory, verifier } = await setUp()
    const stranger = await PqTokenSigner.generateHybrid({ now: clock.now })
    const { text } = await stranger.issue(refund)
    expect(await outcome(verifier.redeem(text, call))).toBe('NotFound')
    directory.insert(stranger.publicKeys())
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test('refuses every permit of a key after the key was removed, and accepts those of the next key', async () => {
    const { clock, directory, signer, verifier } = await setUp()
    const captured = await Promise.all(Array.from({ length: 5 }, () => signer.issue(refund)))
    for (const { token, signature } of captured)
      expect(await outcome(verifier.verify(token, signature))).toBe('accepted')
    const next = await PqTokenSigner.generateHybrid({ now: clock.now })
    directory.insert(next.publicKeys())
    expect(directory.remove(signer.keyId)).toBe(true)
    for (const { text } of captured) expect(await outcome(verifier.redeem(text, call))).toBe('NotFound')
    expect(await outcome(verifier.redeem((await next.issue(refund)).text, call))).toBe('accepted')
  })

  test('refuses the permits of a key that has expired, and the key refuses to sign', async () => {
    const clock = new Clock()
    const pair = await KeyPair.generateWithExpiry(40, { now: clock.now })
    const signer = PqTokenSigner.fromKeypairHybrid(pair, { now: clock.now })
    const verifier = new DirectoryTokenVerifier(new InMemoryDirectory([pair.publicKeys()]), {
      now: clock.now,
    })
    clock.passSeconds(30)
    const { text } = await signer.issue(refund)
    clock.passSeconds(9)
    expect(pair.isExpired).toBe(false)
    clock.passSeconds(1)
    expect(pair.isExpired).toBe(true)
    expect(await outcome(verifier.redeem(text, call))).toBe('PERMIT_KEY_EXPIRED')
    expect(await outcome(signer.issue(refund))).toBe('KEY_EXPIRED')
  })

  test('refuses when the directory, or the memory of used permits, does not answer', async () => {
    const { clock, directory, signer } = await setUp()
    const { text } = await signer.issue(refund)
    const down = { fetch: () => Promise.reject(new Error('down')), reload: () => Promise.resolve() }
    expect(await outcome(new DirectoryTokenVerifier(down, { now: clock.now }).redeem(text, call))).not.toBe(
      'accepted',
    )
    const answers = [() => Promise.reject(new Error('down')), () => Promise.resolve('yes' as 'claimed')]
    for (const claim of answers) {
      const verifier = new DirectoryTokenVerifier(directory, { now: clock.now, replayStore: { claim } })
      expect(await outcome(verifier.redeem(text, call))).toBe('PERMIT_REPLAY_STORE_UNAVAILABLE')
    }
  })

  test('rejects options and expectations it does not know, so that a misspelt guard is not a missing one', async () => {
    const { directory, signer, verifier } = await setUp()
    const misspelt = { hybird: false } as TokenVerifierOptions
    expect(await outcome(() => new DirectoryTokenVerifier(directory, misspelt))).toBe(
      'PERMIT_INVALID_REQUEST',
    )
    const { text } = await signer.issue(refund)
    const expected = { ...call, sesion: 'x' } as ExpectedCall
    expect(await outcome(verifier.redeem(text, expected))).toBe('PERMIT_INVALID_REQUEST')
    expect(await outcome(signer.issue({ ...refund, lifetime: 5 } as PermitRequest))).toBe(
      'PERMIT_INVALID_REQUEST',
    )
  })

  test('refuses a call without its parameters as soon as it is asked, whatever the permit binds', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    const without = { action: 'issue_refund', audience: 'payments' } as ExpectedCall
    expect(await outcome(verifier.redeem(text, without))).toBe('PERMIT_INVALID_REQUEST')
  })

  test('agrees across backends: what noble signs native accepts, and the reverse', async () => {
    const [native, noble] = [await chooseBackend('native'), await chooseBackend('noble')]
    for (const [signing, verifying] of [
      [native, noble],
      [noble, native],
    ] as const) {
      const signer = await PqTokenSigner.generateHybrid({ backend: signing })
      const directory = new InMemoryDirectory([signer.publicKeys()])
      const verifier = new DirectoryTokenVerifier(directory, { backend: verifying })
      expect(await outcome(verifier.redeem((await signer.issue(refund)).text, call))).toBe('accepted')
    }
  })
})

describe('the memory of used permits', () => {
  test('when full, refuses newcomers and still knows every id it was told', async () => {
    const store = new InMemoryReplayStore(3)
    const claim = (id: string, keepUntil = 100, now = 50) => store.claim({ id, keepUntil, now })
    for (const id of ['a', 'b', 'c']) expect(await claim(id)).toBe('claimed')
    for (let flood = 0; flood < 1000; flood += 1) expect(await claim(`flood-${flood}`)).toBe('full')
    for (const id of ['a', 'b', 'c']) expect(await claim(id)).toBe('replayed')
  })

  test('makes room when an id’s time is over, and never takes that id again, even if the clock goes back', async () => {
    const store = new InMemoryReplayStore(1)
    expect(await store.claim({ id: 'a', keepUntil: 100, now: 50 })).toBe('claimed')
    expect(await store.claim({ id: 'b', keepUntil: 150, now: 100 })).toBe('claimed')
    expect(store.size).toBe(1)
    expect(await store.claim({ id: 'a', keepUntil: 100, now: 60 })).toBe('replayed')
  })

  test('is not filled by permits that fail any other check', async () => {
    const replayStore = new InMemoryReplayStore(2)
    const { signer, verifier } = await setUp({ replayStore })
    const { text } = await signer.issue(refund)
    await outcome(verifier.redeem(text, { ...call, action: 'other' }))
    const bytes = Buffer.from(text.slice(5), 'base64url')
    await outcome(
      verifier.redeem(`kvp1.${Buffer.from(flip(bytes, bytes.length - 1)).toString('base64url')}`, call),
    )
    expect(replayStore.size).toBe(0)
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
