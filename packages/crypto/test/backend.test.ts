import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chooseBackend, describeBackend } from '@kvlar/crypto'

/** Of the Ed25519 group. */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

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

/** What a program of the tests prints, in a process of its own. */
function printed(child: string, ...args: string[]): string {
  const file = join(import.meta.dirname, 'children', child)
  const { stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
  if (stderr !== '') throw new Error(stderr)
  return stdout.trim()
}

test.each([
  ['agreement', 'auto', 'KEY_SELF_TEST_FAILED'],
  ['agreement', 'noble', 'noble'],
  ['no-ml-dsa', 'native', 'KEY_BACKEND_UNAVAILABLE'],
  ['no-ml-dsa', 'auto', 'noble'],
  ['nothing', 'native', 'native'],
])('on a platform with a broken part (%s) the choice %s ends with %s', (broken, choice, expected) => {
  expect(printed('broken-platform.ts', broken, choice)).toBe(expected)
})

test('more signatures than may wait are refused', () => {
  expect(printed('too-many-signatures.ts')).toBe('KEY_OVERLOADED')
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
    const scalar = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + ORDER
    const other = new Uint8Array(signature)
    other.set(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse(), 32)
    const verifier = ed25519.openPublic(key.publicKey)
    expect(verifier.verify(message, signature)).toBe(true)
    expect(verifier.verify(message, other)).toBe(false)
  })

  test('refuses Ed25519 signatures whose point is a second encoding, which ZIP 215 would let through', async () => {
    const { ed25519 } = await chooseBackend(choice)
    const seed = new Uint8Array(32).fill(3)
    const key = ed25519.openPrivate(seed)
    const message = new Uint8Array(9)
    const little = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
    const sha512 = (...parts: Uint8Array[]) => createHash('sha512').update(Buffer.concat(parts)).digest()
    const secret = sha512(seed).subarray(0, 32)
    secret[0]! &= 0xf8
    secret[31] = (secret[31]! & 0x7f) | 0x40
    // The neutral point with y = p + 1 instead of 1, and the scalar that fits it.
    const point = Buffer.concat([Buffer.of(0xee), Buffer.alloc(30, 0xff), Buffer.of(0x7f)])
    const scalar = (little(sha512(point, key.publicKey, message)) * little(secret)) % ORDER
    const tail = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse()
    const forged = new Uint8Array(Buffer.concat([point, tail]))
    expect(ed25519.openPublic(key.publicKey).verify(message, forged)).toBe(false)
  })

  test('refuses every signature under an Ed25519 key of small order or in a second encoding', async () => {
    const { ed25519 } = await chooseBackend(choice)
    const zero = new Uint8Array(64)
    const neutral = Uint8Array.from({ length: 64 }, (_, index) => (index === 0 ? 1 : 0))
    const top = `${'ff'.repeat(30)}7f`
    const keys = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      `ec${top}`,
      `ed${top}`,
      `ee${top}`,
      `ee${'ff'.repeat(31)}`,
    ]
    for (const hex of keys)
      for (const signature of [zero, neutral])
        for (let n = 0; n < 8; n += 1) {
          const verifier = ed25519.openPublic(new Uint8Array(Buffer.from(hex, 'hex')))
          expect(verifier.verify(Uint8Array.of(n), signature)).toBe(false)
        }
  })
})
