import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chooseBackend, describeBackend } from '@kvlar/crypto'

test('the backend says which provider each primitive has', async () => {
  const all = (provider: string) => ({
    mlDsa65: provider,
    mlKem768: provider,
    ed25519: provider,
    x25519: provider,
  })
  expect(describeBackend(await chooseBackend('noble'))).toEqual(all('noble'))
  expect(describeBackend(await chooseBackend('native'))).toEqual(all('native'))
  expect(describeBackend(await chooseBackend())).toEqual(all('native'))
})

test('a choice is made once', async () => {
  expect(await chooseBackend('noble')).toBe(await chooseBackend('noble'))
})

test('no file names what older Nodes lack among its imports, because they would refuse to load it', () => {
  const sources = globSync(new URL('../src/**/*.ts', import.meta.url).pathname)
  expect(sources.length).toBeGreaterThan(50)
  const young = /import \{[^}]*\b(encapsulate|decapsulate|argon2|argon2Sync)\b[^}]*\} from 'node:crypto'/
  for (const source of sources)
    expect([source, young.test(readFileSync(source, 'utf8'))]).toEqual([source, false])
})

describe.each(['native', 'noble'] as const)('the %s backend', (choice) => {
  test('refuses keys, seeds and ciphertexts of another length instead of reading part of them', async () => {
    const { mlDsa65, mlKem768, ed25519, x25519 } = await chooseBackend(choice)
    for (const off of [-1, 1]) {
      expect(() => mlDsa65.openPublic(new Uint8Array(1952 + off))).toThrow(RangeError)
      expect(() => mlDsa65.openPrivate(new Uint8Array(32 + off))).toThrow(RangeError)
      expect(() => ed25519.openPublic(new Uint8Array(32 + off))).toThrow(RangeError)
      expect(() => ed25519.openPrivate(new Uint8Array(32 + off))).toThrow(RangeError)
      expect(() => mlKem768.openPrivate(new Uint8Array(64 + off))).toThrow(RangeError)
      expect(() => mlKem768.encapsulate(new Uint8Array(1184 + off))).toThrow(RangeError)
      const kem = mlKem768.openPrivate(new Uint8Array(64))
      expect(() => kem.decapsulate(new Uint8Array(1088 + off))).toThrow(RangeError)
      const x = x25519.openPrivate(new Uint8Array(32))
      expect(() => x.agree(new Uint8Array(32 + off))).toThrow(RangeError)
    }
  })

  test('answers false to signatures of another length', async () => {
    const { mlDsa65, ed25519 } = await chooseBackend(choice)
    const [dsa, ed] = [mlDsa65.openPrivate(new Uint8Array(32)), ed25519.openPrivate(new Uint8Array(32))]
    const [message, context] = [new Uint8Array(5), new Uint8Array(5)]
    const signature = await dsa.sign(message, context)
    const verifier = mlDsa65.openPublic(dsa.publicKey)
    expect(await verifier.verify(message, context, signature)).toBe(true)
    for (const wrong of [signature.slice(1), new Uint8Array([...signature, 0]), new Uint8Array()]) {
      expect(await verifier.verify(message, context, wrong)).toBe(false)
      expect(ed25519.openPublic(ed.publicKey).verify(message, wrong)).toBe(false)
    }
  })

  test('refuses Ed25519 signatures with a scalar over the order, which would be second encodings', async () => {
    const { ed25519 } = await chooseBackend(choice)
    const key = ed25519.openPrivate(new Uint8Array(32))
    const message = new Uint8Array(9)
    const signature = key.sign(message)
    const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n
    const scalar = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + order
    const other = new Uint8Array(signature)
    other.set(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse(), 32)
    const verifier = ed25519.openPublic(key.publicKey)
    expect(verifier.verify(message, signature)).toBe(true)
    expect(verifier.verify(message, other)).toBe(false)
  })
})
