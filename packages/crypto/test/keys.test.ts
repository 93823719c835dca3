import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  KeyPair,
  KeyRing,
  PqTokenSigner,
  PublicKeyBundle,
  SecureChannel,
  signMessage,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { partsOf } from './support/parts-of.ts'
import { formsOf } from './support/forms-of.ts'

const message = new TextEncoder().encode('message')

describe('a key pair', () => {
  test('has an id, a time of birth, and ends only if asked to', async () => {
    const clock = new Clock()
    const lasting = await KeyPair.generate({ now: clock.now })
    const short = await KeyPair.generateWithExpiry(3600, { now: clock.now })
    expect(lasting.id).toMatch(/^[0-9a-f]{64}$/)
    expect(lasting.createdAt).toBe(clock.seconds)
    expect([lasting.expiresAt, lasting.isExpired]).toEqual([null, false])
    expect([short.expiresAt, short.isExpired]).toEqual([clock.seconds + 3600, false])
    clock.passSeconds(3600)
    expect([lasting.isExpired, short.isExpired]).toEqual([false, true])
  })

  test('that ends has ended for a clock that gives no time', async () => {
    const pair = await KeyPair.generateWithExpiry(60)
    const lost = await KeyPair.fromSeeds(pair.exportSeeds(), pair, { now: () => Number.NaN })
    expect([pair.isExpired, lost.isExpired]).toEqual([false, true])
    expect(await outcome(signMessage(lost.signer(), 'audit', message))).toBe('KEY_EXPIRED')
  })

  test('shares public keys of the standard sizes under its own id', async () => {
    const pair = await KeyPair.generate()
    const bundle = pair.publicKeys()
    expect(bundle.id).toBe(pair.id)
    expect(bundle.mlDsaVerifyingKey.length).toBe(1952)
    expect(bundle.ed25519VerifyingKey?.length).toBe(32)
    expect(bundle.mlKemEncapsulationKey?.length).toBe(1184)
    expect(bundle.x25519PublicKey?.length).toBe(32)
  })

  test.each([0, -1, 1.5, Number.NaN])('cannot be made to live for %s seconds', async (seconds) => {
    expect(await outcome(KeyPair.generateWithExpiry(seconds))).toBe('KEY_MALFORMED')
  })

  test('never shows its secrets: not printed, not as JSON, not in the errors it causes', async () => {
    const pair = await KeyPair.generateWithExpiry(10, { now: () => 0 })
    const expired = await KeyPair.fromSeeds(pair.exportSeeds(), pair, { now: () => 1e12 })
    const error: unknown = await signMessage(expired.signer(), 'audit', message).catch((e: unknown) => e)
    const shown = [
      inspect(pair, { depth: 10, showHidden: true }),
      JSON.stringify(pair),
      inspect(pair.signer(), { depth: 10, showHidden: true }),
      JSON.stringify(pair.signer()),
      inspect(new KeyRing(pair), { depth: 10, showHidden: true }),
      JSON.stringify(new KeyRing(pair)),
      inspect(PqTokenSigner.fromKeypairHybrid(pair), { depth: 10, showHidden: true }),
      JSON.stringify(PqTokenSigner.fromKeypairHybrid(pair)),
      inspect(new SecureChannel(pair, expired.publicKeys()), { depth: 10, showHidden: true }),
      inspect(error, { depth: 10, showHidden: true }),
    ].join('\n')
    const seeds = pair.exportSeeds()
    for (const seed of Object.values(seeds))
      for (const form of formsOf(seed)) expect(shown).not.toContain(form)
    expect(shown).toContain(pair.id)
  })

  test.each(['native', 'noble'] as const)('once destroyed, refuses every use (%s)', async (choice) => {
    const pair = await KeyPair.generate({ backend: await chooseBackend(choice) })
    const peer = await KeyPair.generate()
    pair.destroy()
    pair[Symbol.dispose]()
    expect(await outcome(signMessage(pair.signer(), 'audit', message))).toBe('KEY_DESTROYED')
    expect(await outcome(() => pair.exportSeeds())).toBe('KEY_DESTROYED')
    expect(await outcome(() => pair.decapsulate(new Uint8Array(1088)))).toBe('KEY_DESTROYED')
    expect(await outcome(() => pair.agree(peer.publicKeys().x25519PublicKey!))).toBe('KEY_DESTROYED')
  })

  test.each(['native', 'noble'] as const)(
    'destroyed while it signs, gives no signature of a wiped key (%s)',
    async (choice) => {
      const pair = await KeyPair.generate({ backend: await chooseBackend(choice) })
      const signing = Array.from({ length: 8 }, () => outcome(signMessage(pair.signer(), 'audit', message)))
      pair.destroy()
      expect(new Set(await Promise.all(signing))).toEqual(new Set(['KEY_DESTROYED']))
    },
  )

  test('overwrites its seeds when it is destroyed, and when it cannot be made', async () => {
    const seeds: Uint8Array[] = []
    const watch = <P extends { openPrivate(seed: Uint8Array): unknown }>(primitive: P): P => ({
      ...primitive,
      openPrivate(seed: Uint8Array) {
        seeds.push(seed)
        return primitive.openPrivate(seed)
      },
    })
    const { mlDsa65, mlKem768, ed25519, x25519 } = await chooseBackend()
    const backend = {
      mlDsa65: watch(mlDsa65),
      mlKem768: watch(mlKem768),
      ed25519: watch(ed25519),
      x25519: watch(x25519),
    }
    const isWiped = (seed: Uint8Array) => seed.every((byte) => byte === 0)
    const pair = await KeyPair.generate({ backend })
    expect(seeds.map(isWiped)).toEqual([false, false, false, false])
    pair.destroy()
    expect(seeds.splice(0).map(isWiped)).toEqual([true, true, true, true])
    const openPrivate = () => {
      throw new Error('no memory')
    }
    const broken = { ...backend, x25519: { ...x25519, openPrivate } }
    expect(await outcome(KeyPair.generate({ backend: broken }))).not.toBe('accepted')
    expect(seeds.map(isWiped)).toEqual([true, true, true])
  })

  test('keeps its own copy of the seeds it was made from', async () => {
    const pair = await KeyPair.generate()
    const seeds = pair.exportSeeds()
    const again = await KeyPair.fromSeeds(seeds, pair)
    for (const seed of Object.values(seeds)) seed.fill(0)
    expect((await KeyPair.fromSeeds(again.exportSeeds(), pair)).id).toBe(pair.id)
  })
})

describe('a public key bundle', () => {
  test('comes back from JSON as it went', async () => {
    const bundle = (await KeyPair.generateWithExpiry(60)).publicKeys()
    expect(PublicKeyBundle.fromJson(JSON.parse(JSON.stringify(bundle)))).toEqual(bundle)
  })

  test('has another id as soon as any part of it is another, its times included', async () => {
    const bundle = (await KeyPair.generateWithExpiry(60)).publicKeys()
    const parts = partsOf(bundle)
    const others = [
      { mlDsaVerifyingKey: flip(parts.mlDsaVerifyingKey, 5) },
      { ed25519VerifyingKey: flip(parts.ed25519VerifyingKey!, 5) },
      { mlKemEncapsulationKey: flip(parts.mlKemEncapsulationKey!, 5) },
      { x25519PublicKey: flip(parts.x25519PublicKey!, 5) },
      { createdAt: parts.createdAt - 1 },
      { expiresAt: parts.expiresAt! + 1 },
      { expiresAt: null },
    ]
    const ids = others.map((other) => new PublicKeyBundle({ ...parts, ...other }).id)
    expect(new Set([bundle.id, ...ids]).size).toBe(others.length + 1)
  })

  test('is refused from JSON when a byte, the id or the shape is wrong', async () => {
    const json = (await KeyPair.generateWithExpiry(60)).publicKeys().toJSON()
    const other = (await KeyPair.generate()).publicKeys().toJSON()
    const { x25519_public_key: _, ...halfKem } = json
    const cases: [unknown, string][] = [
      [{ ...json, ed25519_verifying_key: other.ed25519_verifying_key }, 'KEY_MISMATCH'],
      [{ ...json, expires_at: null }, 'KEY_MISMATCH'],
      [{ ...json, id: other.id }, 'KEY_MISMATCH'],
      [{ ...json, ml_dsa_verifying_key: `${json.ml_dsa_verifying_key}AA` }, 'KEY_MALFORMED'],
      [{ ...json, ed25519_verifying_key: `${json.ed25519_verifying_key}=` }, 'KEY_MALFORMED'],
      [{ ...json, note: 'hi' }, 'KEY_MALFORMED'],
      [{ ...json, created_at: '1' }, 'KEY_MALFORMED'],
      [{ ...json, expires_at: json.created_at }, 'KEY_MALFORMED'],
      [halfKem, 'KEY_MALFORMED'],
      [[], 'KEY_MALFORMED'],
      [null, 'KEY_MALFORMED'],
      [{}, 'KEY_MALFORMED'],
    ]
    for (const [value, code] of cases) expect(await outcome(() => PublicKeyBundle.fromJson(value))).toBe(code)
  })
})

describe('a key ring', () => {
  test('signs with the current key and publishes every key until it expires', async () => {
    const clock = new Clock()
    const first = await KeyPair.generateWithExpiry(60, { now: clock.now })
    const second = await KeyPair.generate({ now: clock.now })
    const ring = new KeyRing(first)
    ring.rotate(second)
    expect(ring.current.id).toBe(second.id)
    expect(ring.bundles().map(({ id }) => id)).toEqual([first.id, second.id])
    clock.passSeconds(60)
    expect(ring.bundles().map(({ id }) => id)).toEqual([second.id])
  })

  test('refuses to give an expired key for signing, and to retire the current one', async () => {
    const clock = new Clock()
    const first = await KeyPair.generateWithExpiry(60, { now: clock.now })
    const ring = new KeyRing(first)
    expect(await outcome(() => ring.retire(first.id))).toBe('KEY_INVALID_ARGUMENT')
    clock.passSeconds(60)
    expect(await outcome(() => ring.current)).toBe('KEY_EXPIRED')
    ring.rotate(await KeyPair.generate({ now: clock.now }))
    expect(ring.retire(first.id)).toBe(true)
    expect(await outcome(() => first.exportSeeds())).toBe('KEY_DESTROYED')
  })
})
