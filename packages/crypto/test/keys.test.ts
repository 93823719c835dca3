import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  exportPkcs8,
  exportPrivateJwk,
  exportPublicJwk,
  exportSpki,
  importPkcs8,
  importPrivateJwk,
  importPublicJwk,
  importSpki,
  KeyPair,
  KeyRing,
  openKeyPair,
  PqTokenSigner,
  PublicKeyBundle,
  readSealedBundle,
  sealKeyPair,
  SecureChannel,
  signMessage,
  type KeyAlgorithm,
  type KeyLock,
} from '@kvlar/crypto'
import { Clock } from './support/clock.ts'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { partsOf } from './support/parts-of.ts'

const algorithms: KeyAlgorithm[] = ['ml-dsa-65', 'ml-kem-768', 'ed25519', 'x25519']
const message = new TextEncoder().encode('message')

/** Every text form a secret could show up in. */
function formsOf(secret: Uint8Array): string[] {
  const buffer = Buffer.from(secret)
  return [
    buffer.toString('hex'),
    buffer.toString('base64'),
    buffer.toString('base64url'),
    buffer.join(','),
    buffer.join(', '),
  ]
}

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

describe('PKCS#8 and SPKI', () => {
  test.each(algorithms)(
    '%s keys written here open in OpenSSL, and OpenSSL’s own come back here',
    async (algorithm) => {
      const pair = await KeyPair.generate()
      const pkcs8 = exportPkcs8(pair, algorithm)
      const spki = exportSpki(pair.publicKeys(), algorithm)
      const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
      expect(new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }))).toEqual(spki)
      expect((await importPkcs8(pkcs8)).algorithm).toBe(algorithm)
      // OpenSSL writes seed and expanded key for ML-DSA and ML-KEM here: the other permitted form.
      const native = new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
      expect(await importPkcs8(native)).toEqual(await importPkcs8(pkcs8))
      expect(importSpki(spki)).toMatchObject({ algorithm })
    },
  )

  test('a key pair is rebuilt from its four private keys', async () => {
    const pair = await KeyPair.generate()
    const seed = async (algorithm: KeyAlgorithm) => (await importPkcs8(exportPkcs8(pair, algorithm))).seed
    const again = await KeyPair.fromSeeds(
      {
        mlDsa65: await seed('ml-dsa-65'),
        mlKem768: await seed('ml-kem-768'),
        ed25519: await seed('ed25519'),
        x25519: await seed('x25519'),
      },
      pair,
    )
    expect(again.id).toBe(pair.id)
  })

  test('trailing bytes, missing bytes, foreign algorithms and keys without a seed are refused', async () => {
    const pair = await KeyPair.generate()
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const both = new Uint8Array(
      createPrivateKey({
        key: Buffer.from(exportPkcs8(pair, 'ml-dsa-65')),
        format: 'der',
        type: 'pkcs8',
      }).export({
        format: 'der',
        type: 'pkcs8',
      }),
    )
    const malformed = [
      ...algorithms.flatMap((algorithm) => {
        const der = exportPkcs8(pair, algorithm)
        return [new Uint8Array([...der, 0]), der.slice(0, -1), flip(der, 3)]
      }),
      new Uint8Array([...both, 0]),
      both.slice(0, -1),
      new Uint8Array(foreign.privateKey.export({ format: 'der', type: 'pkcs8' })),
      new Uint8Array(),
    ]
    for (const der of malformed) expect(await outcome(importPkcs8(der))).toBe('KEY_MALFORMED')
    for (const algorithm of algorithms) {
      const der = exportSpki(pair.publicKeys(), algorithm)
      for (const wrong of [new Uint8Array([...der, 0]), der.slice(0, -1), flip(der, 8)])
        expect(await outcome(() => importSpki(wrong))).toBe('KEY_MALFORMED')
    }
  })

  test('a seed beside the expanded key of another is refused', async () => {
    const [a, b] = [await KeyPair.generate(), await KeyPair.generate()]
    for (const algorithm of ['ml-dsa-65', 'ml-kem-768'] as const) {
      const bothOf = (pair: KeyPair) =>
        createPrivateKey({
          key: Buffer.from(exportPkcs8(pair, algorithm)),
          format: 'der',
          type: 'pkcs8',
        }).export({
          format: 'der',
          type: 'pkcs8',
        })
      const mixed = new Uint8Array(bothOf(a))
      mixed.set(bothOf(b).subarray(200), 200)
      expect(await outcome(importPkcs8(mixed))).toBe('KEY_MISMATCH')
    }
  })
})

describe('JWK', () => {
  test.each(algorithms)('%s keys go out and come back, and Node reads them', async (algorithm) => {
    const pair = await KeyPair.generate()
    const jwk = exportPrivateJwk(pair, algorithm)
    expect(jwk.kty).toBe(algorithm.startsWith('ml-') ? 'AKP' : 'OKP')
    expect(await importPrivateJwk(jwk)).toEqual(await importPkcs8(exportPkcs8(pair, algorithm)))
    expect(importPublicJwk(exportPublicJwk(pair.publicKeys(), algorithm))).toEqual(
      importSpki(exportSpki(pair.publicKeys(), algorithm)),
    )
    expect(createPrivateKey({ key: { ...jwk }, format: 'jwk' }).asymmetricKeyType).toBe(algorithm)
  })

  test('a public key that is not the seed’s, or another encoding of either, is refused', async () => {
    const [a, b] = [await KeyPair.generate(), await KeyPair.generate()]
    for (const algorithm of algorithms) {
      const [own, other] = [exportPrivateJwk(a, algorithm), exportPublicJwk(b.publicKeys(), algorithm)]
      expect(await outcome(importPrivateJwk({ ...own, ...other }))).toBe('KEY_MISMATCH')
      expect(await outcome(importPrivateJwk(exportPublicJwk(a.publicKeys(), algorithm)))).toBe(
        'KEY_MALFORMED',
      )
    }
    const jwk = exportPrivateJwk(a, 'ed25519') as { kty: string; crv: string; x: string; d: string }
    const wrong = [
      { ...jwk, d: `${jwk.d}=` },
      { ...jwk, d: jwk.d.slice(1) },
      { ...jwk, crv: 'Ed448' },
      { kty: 'RSA' },
      7,
      null,
    ]
    for (const value of wrong) expect(await outcome(importPrivateJwk(value))).toBe('KEY_MALFORMED')
  })
})

describe('a sealed key', () => {
  const key = new Uint8Array(32).fill(7)
  const lock: KeyLock = { kind: 'key', key }

  test('opens with its key or its passphrase and with no other', async () => {
    const pair = await KeyPair.generate()
    const byKey = await sealKeyPair(pair, lock)
    const byPhrase = await sealKeyPair(pair, { kind: 'passphrase', passphrase: 'correct horse' })
    expect((await openKeyPair(byKey, lock)).id).toBe(pair.id)
    expect((await openKeyPair(byPhrase, { kind: 'passphrase', passphrase: 'correct horse' })).id).toBe(
      pair.id,
    )
    const wrong: [string, KeyLock][] = [
      [byKey, { kind: 'key', key: new Uint8Array(32) }],
      [byKey, { kind: 'key', key: new Uint8Array(16) }],
      [byKey, { kind: 'passphrase', passphrase: 'correct horse' }],
      [byPhrase, { kind: 'passphrase', passphrase: 'correct horsf' }],
      [byPhrase, { kind: 'passphrase', passphrase: '' }],
      [byPhrase, lock],
    ]
    for (const [text, other] of wrong)
      expect(await outcome(openKeyPair(text, other))).toBe('KEY_WRONG_SECRET')
  })

  test('shows its public half without the lock, and nothing of the secret half', async () => {
    const pair = await KeyPair.generate()
    const text = await sealKeyPair(pair, lock)
    expect(readSealedBundle(text)).toEqual(pair.publicKeys())
    for (const seed of Object.values(pair.exportSeeds()))
      for (const form of formsOf(seed)) expect(text).not.toContain(form)
  })

  test('is refused when any field is changed, and never asks for more memory than the limit', async () => {
    const pair = await KeyPair.generateWithExpiry(60)
    const file = JSON.parse(await sealKeyPair(pair, lock)) as Record<string, never>
    const other = JSON.parse(await sealKeyPair(await KeyPair.generate(), lock)) as Record<string, never>
    const phrase = JSON.parse(await sealKeyPair(pair, { kind: 'passphrase', passphrase: 'x' })) as {
      kdf: object
    }
    const changes: [object, string][] = [
      [{ bundle: other['bundle'] }, 'KEY_WRONG_SECRET'],
      [{ kdf: other['kdf'] }, 'KEY_WRONG_SECRET'],
      [{ nonce: other['nonce'] }, 'KEY_WRONG_SECRET'],
      [{ sealed: other['sealed'] }, 'KEY_WRONG_SECRET'],
      [{ version: 2 }, 'KEY_MALFORMED'],
      [{ type: 'x' }, 'KEY_MALFORMED'],
      [{ extra: 1 }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 2 ** 24 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, r: 2 ** 20 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, p: 2 ** 20 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 2 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 100_000 } }, 'KEY_MALFORMED'],
      [{ kdf: null }, 'KEY_MALFORMED'],
    ]
    for (const [change, code] of changes)
      expect([change, await outcome(openKeyPair(JSON.stringify({ ...file, ...change }), lock))]).toEqual([
        change,
        code,
      ])
    for (const text of ['', '{', '[]', 'null', '7'])
      expect(await outcome(openKeyPair(text, lock))).toBe('KEY_MALFORMED')
  })

  test('does not quote what is no key file, which may be the passphrase', async () => {
    const error: unknown = await openKeyPair('correct horse', lock).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'KEY_MALFORMED' })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('correct horse')
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
