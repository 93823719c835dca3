import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  exportPkcs8,
  exportPrivateJwk,
  exportPublicJwk,
  exportSpki,
  importPkcs8,
  importPrivateJwk,
  importPublicJwk,
  importSpki,
  KeyPair,
  type KeyAlgorithm,
} from '@kvlar/crypto'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'

const algorithms: KeyAlgorithm[] = ['ml-dsa-65', 'ml-kem-768', 'ed25519', 'x25519']

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
