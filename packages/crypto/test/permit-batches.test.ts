import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  DirectoryTokenVerifier,
  encodePermit,
  encodeSignature,
  createMemoryDirectory,
  KeyPair,
  LIMITS,
  PqTokenSigner,
  signMessage,
  type IssuedPermit,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { outcome } from './support/outcome.ts'
import { call, refund, setUp } from './support/permits.ts'

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

  test('share a signature only with those that wait beside them; alone, each has its own at once', async () => {
    const pair = await KeyPair.generate()
    const requests: (() => void)[] = []
    const signer = PqTokenSigner.fromSigner({
      ...pair.signer(),
      sign: (request) =>
        new Promise<void>((resolve) => requests.push(resolve)).then(() => pair.signer().sign(request)),
    })
    const sizeOf = async (issued: Promise<IssuedPermit>) =>
      Buffer.from((await issued).signature).readUInt16BE(0)
    const alone = sizeOf(signer.issue(refund))
    await Promise.resolve()
    expect(requests.length).toBe(1)
    const others: Promise<number>[] = []
    for (let n = 0; n < 10; n += 1) {
      others.push(sizeOf(signer.issue(refund)))
      await turn()
    }
    expect(requests.length).toBe(1)
    requests[0]?.()
    expect(await alone).toBe(1)
    await turn()
    requests[1]?.()
    expect(await Promise.all(others)).toEqual(Array.from({ length: 10 }, () => 10))
    expect(requests.length).toBe(2)
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
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([pair.publicKeys()]), {
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
