import { sha256 } from '../bytes/sha256.ts'
import { toHex } from '../bytes/hex.ts'
import { KeyError } from '../errors/key-error.ts'
import { SIZES } from '../suites.ts'
import type { Backend } from './backend.ts'

/** Seeds of the known answers: `length` bytes that count up from `first`. */
const counting = (length: number, first: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (first + index) & 0xff)

/** SHA-256 of what each primitive must give; computed alike by OpenSSL and by noble. */
const KNOWN = {
  mlDsa65: '5ed445d5982b0890d92f6546711afe93ea00c6410ff0367832a8c08520c10eca',
  mlKem768: '00add5ea76f7e7b5fdbe9e044b6015d9c6237683ac8b00b058fcd701acb57452',
  mlKem768Rejected: '7babdf1ee2e643d61acdf8b2e23539e782ee863b896388fa79663fe6897ee6c1',
  ed25519: '0473d089518acf564f57f2d0c75cbe7092ef1a2530526f04eae3cdf3ed0d3472',
  x25519: '4ac10dc5fe0d4ef710536aec3b3ddc56babc913fd2cb205bafdbe4fa9ccc508a',
} as const

const MESSAGE = counting(64, 1)
const CONTEXT = counting(16, 2)

function expect(holds: boolean, what: string): void {
  if (!holds)
    throw new KeyError('KEY_SELF_TEST_FAILED', `\`${what}\` gives wrong answers here; refusing to use it`)
}

const digest = (bytes: Uint8Array | undefined): string => toHex(sha256(bytes ?? new Uint8Array()))

/** Public key of a known seed, a round trip, and a refusal of a changed message, signature or context. */
export async function testMlDsa65({ mlDsa65 }: Pick<Backend, 'mlDsa65'>): Promise<void> {
  const key = mlDsa65.openPrivate(counting(SIZES.mlDsaSeed, 3))
  expect(digest(key.publicKey) === KNOWN.mlDsa65, 'ml-dsa-65 key generation')
  const signature = await key.sign(MESSAGE, CONTEXT)
  const verifier = mlDsa65.openPublic(key.publicKey)
  expect(await verifier.verify(MESSAGE, CONTEXT, signature), 'ml-dsa-65 verification')
  expect(!(await verifier.verify(counting(64, 9), CONTEXT, signature)), 'ml-dsa-65 message binding')
  signature[100] = (signature[100] ?? 0) ^ 1
  expect(!(await verifier.verify(MESSAGE, CONTEXT, signature)), 'ml-dsa-65 refusal')
}

/** Public key and implicit rejection of a known seed, and a round trip. */
export function testMlKem768({ mlKem768 }: Pick<Backend, 'mlKem768'>): void {
  const key = mlKem768.openPrivate(counting(SIZES.mlKemSeed, 4))
  expect(digest(key.publicKey) === KNOWN.mlKem768, 'ml-kem-768 key generation')
  const rejected = key.decapsulate(counting(SIZES.mlKemCiphertext, 5))
  expect(digest(rejected) === KNOWN.mlKem768Rejected, 'ml-kem-768 implicit rejection')
  const { ciphertext, secret } = mlKem768.encapsulate(key.publicKey)
  expect(digest(key.decapsulate(ciphertext)) === digest(secret), 'ml-kem-768 decapsulation')
}

/** A known signature, and refusals. */
export function testEd25519({ ed25519 }: Pick<Backend, 'ed25519'>): void {
  const key = ed25519.openPrivate(counting(SIZES.ed25519Seed, 6))
  const signature = key.sign(MESSAGE)
  expect(digest(signature) === KNOWN.ed25519, 'ed25519 signature')
  const verifier = ed25519.openPublic(key.publicKey)
  expect(verifier.verify(MESSAGE, signature), 'ed25519 verification')
  expect(!verifier.verify(counting(64, 9), signature), 'ed25519 refusal')
}

/** A known shared secret, and the refusal of a point of small order. */
export function testX25519({ x25519 }: Pick<Backend, 'x25519'>): void {
  const one = x25519.openPrivate(counting(SIZES.x25519Seed, 7))
  const two = x25519.openPrivate(counting(SIZES.x25519Seed, 8))
  expect(digest(one.agree(two.publicKey)) === KNOWN.x25519, 'x25519 agreement')
  expect(one.agree(new Uint8Array(SIZES.x25519Public)) === undefined, 'x25519 refusal of small order')
}
