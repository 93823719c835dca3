import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  DirectoryTokenVerifier,
  createMemoryDirectory,
  createMemoryReplayStore,
  KeyPair,
  PqTokenSigner,
  type ExpectedCall,
  type PermitRequest,
  type TokenVerifierOptions,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { untouchableBackend } from './support/untouchable-backend.ts'
import { call, refund, setUp } from './support/permits.ts'

describe('a verifier', () => {
  test('refuses hybrid permits in PQ-only mode and the reverse, before any arithmetic or look-up', async () => {
    const clock = new Clock()
    const pair = await KeyPair.generate({ now: clock.now })
    const directory = createMemoryDirectory([pair.publicKeys()])
    const hybrid = PqTokenSigner.fromKeypairHybrid(pair, { now: clock.now })
    const pqOnly = PqTokenSigner.fromKeypairPqOnly(pair, { now: clock.now })
    const verifierOf = (isHybrid: boolean, options: TokenVerifierOptions = {}) =>
      new DirectoryTokenVerifier(directory, { hybrid: isHybrid, now: clock.now, ...options })
    const [h, p] = [await hybrid.issue(refund), await pqOnly.issue(refund)]
    const idle = { backend: untouchableBackend }
    expect(await outcome(verifierOf(false, idle).redeem(h.text, call))).toBe('AlgorithmMismatch')
    expect(await outcome(verifierOf(true, idle).redeem(p.text, call))).toBe('AlgorithmMismatch')
    const keyless = new DirectoryTokenVerifier(createMemoryDirectory(), { hybrid: false, now: clock.now })
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
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([pair.publicKeys()]), {
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
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([pair.publicKeys()]), {
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

  test('refuses when its clock gives no time', async () => {
    const { directory, signer } = await setUp()
    const { text, token, signature } = await signer.issue(refund)
    for (const time of [Number.NaN, undefined, 'Thu Nov 26 2026']) {
      const verifier = new DirectoryTokenVerifier(directory, { now: () => time as number })
      expect(await outcome(verifier.redeem(text, call))).toBe('PERMIT_NOT_YET_VALID')
      expect(await outcome(verifier.verify(token, signature))).toBe('PERMIT_NOT_YET_VALID')
    }
  })

  test('is PQ-only if told so and by nothing that merely looks false', async () => {
    const { clock, directory, signer } = await setUp()
    for (const hybrid of [0, '', null] as unknown[]) {
      const options = { hybrid: hybrid as boolean, now: clock.now }
      const { text } = await signer.issue(refund)
      expect(await outcome(new DirectoryTokenVerifier(directory, options).redeem(text, call))).toBe(
        'accepted',
      )
    }
  })

  test('refuses a signature that is not bytes', async () => {
    const { signer, verifier } = await setUp()
    const { token, signature } = await signer.issue(refund)
    for (const other of [undefined, Buffer.from(signature).toString('base64url'), [...signature]])
      expect(await outcome(verifier.verify(token, other as unknown as Uint8Array))).toBe('EnvelopeParse')
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
      const directory = createMemoryDirectory([signer.publicKeys()])
      const verifier = new DirectoryTokenVerifier(directory, { backend: verifying })
      expect(await outcome(verifier.redeem((await signer.issue(refund)).text, call))).toBe('accepted')
    }
  })
})

describe('the memory of used permits', () => {
  test('when full, refuses newcomers and still knows every id it was told', async () => {
    const store = createMemoryReplayStore(3)
    const claim = (id: string, keepUntil = 100, now = 50) => store.claim({ id, keepUntil, now })
    for (const id of ['a', 'b', 'c']) expect(await claim(id)).toBe('claimed')
    for (let flood = 0; flood < 1000; flood += 1) expect(await claim(`flood-${flood}`)).toBe('full')
    for (const id of ['a', 'b', 'c']) expect(await claim(id)).toBe('replayed')
  })

  test('makes room when an id’s time is over, and never takes that id again, even if the clock goes back', async () => {
    const store = createMemoryReplayStore(1)
    expect(await store.claim({ id: 'a', keepUntil: 100, now: 50 })).toBe('claimed')
    expect(await store.claim({ id: 'b', keepUntil: 150, now: 100 })).toBe('claimed')
    expect(store.size).toBe(1)
    expect(await store.claim({ id: 'a', keepUntil: 100, now: 60 })).toBe('replayed')
  })

  test('is not filled by permits that fail any other check', async () => {
    const replayStore = createMemoryReplayStore(2)
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
