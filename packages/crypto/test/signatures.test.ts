import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  decodeSignature,
  encodeSignature,
  exportSpki,
  KeyPair,
  PublicKeyBundle,
  SecureChannel,
  signMessage,
  verifyMessage,
  type Signature,
  type SignatureUse,
  type Suite,
} from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'
import { untouchableBackend } from './support/untouchable-backend.ts'

const message = new TextEncoder().encode('wire 100 to alice')
const hybrid: Suite = 'ml-dsa-65+ed25519'
const pqOnly: Suite = 'ml-dsa-65'

describe.each(['native', 'noble'] as const)('signatures on the %s backend', (choice) => {
  test('a hybrid signature verifies under its key, use and message', async () => {
    const backend = await chooseBackend(choice)
    const pair = await KeyPair.generate({ backend })
    const signature = await signMessage(pair.signer(), 'permit', message)
    expect(signature.suite).toBe(hybrid)
    expect(signature.keyId).toBe(pair.id)
    await verifyMessage(signature, message, {
      use: 'permit',
      suite: hybrid,
      bundle: pair.publicKeys(),
      backend,
    })
  })

  test('a signature for one use is refused for every other use', async () => {
    const backend = await chooseBackend(choice)
    const pair = await KeyPair.generate({ backend })
    const signature = await signMessage(pair.signer(), 'permit', message)
    const others: SignatureUse[] = ['audit', 'checkpoint', 'channel', 'manifest', 'approval']
    for (const use of others)
      expect(
        await outcome(
          verifyMessage(signature, message, { use, suite: hybrid, bundle: pair.publicKeys(), backend }),
        ),
      ).toBe('SignatureInvalid')
  })

  test('hybrid is refused where PQ-only is expected and the reverse, before any arithmetic', async () => {
    const backend = await chooseBackend(choice)
    const pair = await KeyPair.generate({ backend })
    const bundle = pair.publicKeys()
    const both = await signMessage(pair.signer(hybrid), 'permit', message)
    const alone = await signMessage(pair.signer(pqOnly), 'permit', message)
    const verdict = (signature: Signature, suite: Suite, by = backend) =>
      outcome(verifyMessage(signature, message, { use: 'permit', suite, bundle, backend: by }))
    expect(await verdict(both, pqOnly, untouchableBackend)).toBe('AlgorithmMismatch')
    expect(await verdict(alone, hybrid, untouchableBackend)).toBe('AlgorithmMismatch')
    // The stripped signature claims PQ-only, but the transcript it signed says hybrid.
    expect(await verdict({ suite: pqOnly, keyId: both.keyId, mlDsa65: both.mlDsa65 }, pqOnly)).toBe(
      'SignatureInvalid',
    )
    const dressed: Signature = { ...alone, suite: hybrid, ed25519: both.ed25519! }
    expect(await verdict(dressed, hybrid)).toBe('SignatureInvalid')
    expect(await verdict({ ...alone, suite: hybrid }, pqOnly)).toBe('AlgorithmMismatch')
    const mute: Signature = { suite: hybrid, keyId: both.keyId, mlDsa65: both.mlDsa65 }
    expect(await verdict(mute, hybrid)).toBe('AlgorithmMismatch')
  })

  test('a signature is refused under another key, and when it claims another key than signed it', async () => {
    const backend = await chooseBackend(choice)
    const [pair, other] = [await KeyPair.generate({ backend }), await KeyPair.generate({ backend })]
    const signature = await signMessage(pair.signer(), 'permit', message)
    const verdict = (one: Signature, by: KeyPair) =>
      outcome(verifyMessage(one, message, { use: 'permit', suite: hybrid, bundle: by.publicKeys(), backend }))
    expect(await verdict(signature, pair)).toBe('accepted')
    expect(await verdict(signature, other)).toBe('SignatureInvalid')
    expect(await verdict({ ...signature, keyId: other.id }, pair)).toBe('SignatureInvalid')
    expect(await verdict({ ...signature, keyId: other.id }, other)).toBe('SignatureInvalid')
  })

  test('a hybrid signature is refused when either part is changed', async () => {
    const backend = await chooseBackend(choice)
    const pair = await KeyPair.generate({ backend })
    const signature = await signMessage(pair.signer(), 'permit', message)
    const expected = { use: 'permit', suite: hybrid, bundle: pair.publicKeys(), backend } as const
    for (const part of ['mlDsa65', 'ed25519'] as const) {
      const bytes = new Uint8Array(signature[part]!)
      bytes[7]! ^= 1
      expect(await outcome(verifyMessage({ ...signature, [part]: bytes }, message, expected))).toBe(
        'SignatureInvalid',
      )
    }
  })
})

test('both backends give the same keys from the same seeds and verify each other in both suites', async () => {
  const native = await chooseBackend('native')
  const noble = await chooseBackend('noble')
  const one = await KeyPair.generate({ backend: native })
  const life = { createdAt: one.createdAt, expiresAt: one.expiresAt }
  const two = await KeyPair.fromSeeds(one.exportSeeds(), life, { backend: noble })
  expect(two.id).toBe(one.id)
  for (const suite of [hybrid, pqOnly])
    for (const [pair, backend] of [
      [one, noble],
      [two, native],
    ] as const) {
      const signature = await signMessage(pair.signer(suite), 'audit', message)
      await verifyMessage(signature, message, { use: 'audit', suite, bundle: one.publicKeys(), backend })
    }
})

test('a signature has one encoding, and its neighbours are refused', async () => {
  const pair = await KeyPair.generate()
  for (const suite of [hybrid, pqOnly]) {
    const signature = await signMessage(pair.signer(suite), 'permit', message)
    const bytes = encodeSignature(signature)
    expect(bytes.length).toBe(suite === hybrid ? 3406 : 3342)
    expect(decodeSignature(bytes)).toEqual(signature)
    for (const wrong of [bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)])])
      expect(() => decodeSignature(wrong)).toThrow(expect.objectContaining({ code: 'EnvelopeParse' }))
  }
})

test('a signer that fails or answers nonsense signs nothing', async () => {
  const pair = await KeyPair.generate()
  const broken = {
    ...pair.signer(),
    sign: async () => ({ mlDsa65: new Uint8Array(12), ed25519: new Uint8Array(64) }),
  }
  expect(await outcome(signMessage(broken, 'permit', message))).toBe('KEY_SIGNING_FAILED')
  const failing = { ...pair.signer(), sign: () => Promise.reject(new Error('HSM is gone')) }
  expect(await outcome(signMessage(failing, 'permit', message))).toBe('KEY_SIGNING_FAILED')
})

test.each(['native', 'noble'] as const)(
  'signing leaves the event loop free on the %s backend',
  async (choice) => {
    const backend = await chooseBackend(choice)
    const pair = await KeyPair.generate({ backend })
    let turns = 0
    let signing = true
    const turn = (): void => {
      turns += 1
      if (signing) setImmediate(turn)
    }
    setImmediate(turn)
    await Promise.all(Array.from({ length: 50 }, () => signMessage(pair.signer(), 'permit', message)))
    signing = false
    // On this thread, fifty signatures would allow no turn between them.
    expect(turns).toBeGreaterThan(50)
  },
)

test('signing leaves threads of Node’s pool to files on the native backend', async () => {
  const pair = await KeyPair.generate({ backend: await chooseBackend('native') })
  let signed = 0
  const signing = Array.from({ length: 100 }, async () => {
    await signMessage(pair.signer(), 'permit', message)
    signed += 1
  })
  await stat(tmpdir())
  // Behind all the others in the pool, it would have waited for nearly all of them.
  expect(signed).toBeLessThan(50)
  await Promise.all(signing)
  expect(signed).toBe(100)
})

test('a key that has ML-DSA alone, as some HSMs do, signs and verifies PQ-only and nothing else', async () => {
  const pair = await KeyPair.generate()
  const { mlDsaVerifyingKey, createdAt, expiresAt } = pair.publicKeys()
  const bundle = new PublicKeyBundle({ mlDsaVerifyingKey, createdAt, expiresAt })
  const signer = { ...pair.signer(pqOnly), bundle }
  const signature = await signMessage(signer, 'permit', message)
  await verifyMessage(signature, message, { use: 'permit', suite: pqOnly, bundle })
  const both = await signMessage({ ...pair.signer(hybrid), bundle }, 'permit', message)
  expect(await outcome(verifyMessage(both, message, { use: 'permit', suite: hybrid, bundle }))).toBe(
    'SignatureInvalid',
  )
  expect(await outcome(() => exportSpki(bundle, 'ed25519'))).toBe('KEY_MISSING_PART')
  expect(await outcome(new SecureChannel(pair, bundle).sendData(message))).toBe('CHANNEL_INVALID_ARGUMENT')
})
