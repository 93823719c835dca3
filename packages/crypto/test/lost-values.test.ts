import { describe, expect, test } from 'vitest'
import {
  DirectoryTokenVerifier,
  createMemoryDirectory,
  KeyPair,
  PqTokenSigner,
  SecureChannel,
} from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'
import { call, refund, setUp } from './support/permits.ts'

/** What lost its value on the way: a caller reads a key that is not there, or a class declares a field. */
const lost = (name: string) => ({ [name]: undefined })

describe('a key without a value is refused, and never taken for one that is not there:', () => {
  const bindings = ['principal', 'target', 'session', 'policyDigest', 'audience', 'action']

  test.each(bindings)('`%s` of the call that a permit is redeemed for', async (name) => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    expect(await outcome(verifier.redeem(text, { ...call, ...lost(name) }))).toBe('PERMIT_INVALID_REQUEST')
    const declared = Object.assign(Object.create(lost(name)), call)
    if (!(name in call)) expect(await outcome(verifier.redeem(text, declared))).toBe('PERMIT_INVALID_REQUEST')
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test.each([null, '', 0, false, Number.NaN, {}])('and %j is no principal', async (value) => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    expect(await outcome(verifier.redeem(text, { ...call, principal: value as string }))).not.toBe('accepted')
  })

  test.each([...bindings, 'decisionId', 'lifetimeSeconds', 'notBefore', 'parametersDigest'])(
    '`%s` of a permit that is asked for',
    async (name) => {
      const { signer } = await setUp()
      expect(await outcome(signer.issue({ ...refund, ...lost(name) }))).toBe('PERMIT_INVALID_REQUEST')
    },
  )

  test.each(['hybrid', 'replayStore', 'skewSeconds', 'lifetimeSecondsMax', 'now'])(
    '`%s` of a verifier',
    (name) => {
      expect(() => new DirectoryTokenVerifier(createMemoryDirectory(), lost(name))).toThrow(name)
    },
  )

  test('options of a key, whose life is no option', async () => {
    for (const options of [lost('now'), { lifetimeSeconds: 60 }, { expiresAt: 60 }] as object[]) {
      expect(await outcome(KeyPair.generate(options))).toBe('KEY_INVALID_ARGUMENT')
      expect(await outcome(KeyPair.generateWithExpiry(60, options))).toBe('KEY_INVALID_ARGUMENT')
    }
    const seeds = (await KeyPair.generate()).exportSeeds()
    const opening = KeyPair.fromSeeds(seeds, { createdAt: 1, expiresAt: null }, lost('backend'))
    expect(await outcome(opening)).toBe('KEY_INVALID_ARGUMENT')
  })

  test('options of a signer and of a channel', async () => {
    const pair = await KeyPair.generate()
    expect(() => PqTokenSigner.fromKeypairHybrid(pair, lost('batchMax'))).toThrow('batchMax')
    expect(() => new SecureChannel(pair, pair.publicKeys(), lost('replayStore'))).toThrow('replayStore')
  })
})
