import { timingSafeEqual } from 'node:crypto'
import { DER, type DerRow, type KeyAlgorithm } from '../backend/der.ts'
import { KeyError } from '../errors/key-error.ts'
import type { KeyPair } from './key-pair.ts'
import { seedOf } from './key-codec.ts'

/** One private key out of its container. */
export interface ImportedSeed {
  readonly algorithm: KeyAlgorithm
  readonly seed: Uint8Array
}

const algorithms: readonly KeyAlgorithm[] = ['ml-dsa-65', 'ml-kem-768', 'ed25519', 'x25519']

/**
 * One private key of a pair as PKCS#8 DER, seed only (RFC 9881 section 6, RFC 9935, RFC 8410).
 * The result is a secret; the caller wipes it.
 */
export function exportPkcs8(pair: KeyPair, algorithm: KeyAlgorithm): Uint8Array {
  const seed = seedOf(pair, algorithm)
  const der = new Uint8Array(DER[algorithm].seedHead.length + seed.length)
  der.set(DER[algorithm].seedHead)
  der.set(seed, DER[algorithm].seedHead.length)
  seed.fill(0)
  return der
}

/**
 * The seed in a PKCS#8 DER: in the form with the seed alone, or with seed and expanded key, which must belong together
 * (RFC 9881 section 8.2).
 * @throws KeyError `KEY_MALFORMED` on anything else, trailing bytes and keys without their seed included;
 * `KEY_MISMATCH` when seed and expanded key differ
 */
export async function importPkcs8(der: Uint8Array): Promise<ImportedSeed> {
  for (const algorithm of algorithms) {
    const row: DerRow = DER[algorithm]
    const { seedHead, seedBytes } = row
    if (der.length === seedHead.length + seedBytes && startsWith(der, seedHead))
      return { algorithm, seed: new Uint8Array(der.subarray(seedHead.length)) }
    if (row.both !== undefined && startsWith(der, row.both.head)) {
      const seed = readBoth(der, row.both, seedBytes)
      if (seed === undefined) continue
      await checkExpanded(algorithm, seed, der.subarray(der.length - row.both.expandedBytes))
      return { algorithm, seed }
    }
  }
  throw new KeyError(
    'KEY_MALFORMED',
    'this is no PKCS#8 key with its seed, of a known algorithm and exact length',
  )
}

function readBoth(
  der: Uint8Array,
  { head, middle, expandedBytes }: NonNullable<DerRow['both']>,
  seedBytes: number,
): Uint8Array | undefined {
  const seedEnd = head.length + seedBytes
  const exact = der.length === seedEnd + middle.length + expandedBytes
  return exact && startsWith(der.subarray(seedEnd), middle)
    ? new Uint8Array(der.subarray(head.length, seedEnd))
    : undefined
}

/** A pair of which the halves differ would sign as one key and be stored as another. */
async function checkExpanded(algorithm: KeyAlgorithm, seed: Uint8Array, claimed: Uint8Array): Promise<void> {
  const expanded = await expand(algorithm, seed)
  const same = expanded.length === claimed.length && timingSafeEqual(expanded, claimed)
  expanded.fill(0)
  if (!same) {
    seed.fill(0)
    throw new KeyError(
      'KEY_MISMATCH',
      'seed and expanded key of a PKCS#8 key do not belong together; refusing it',
    )
  }
}

/** Only noble gives the expanded key; it is loaded for this rare form alone. */
async function expand(algorithm: KeyAlgorithm, seed: Uint8Array): Promise<Uint8Array> {
  if (algorithm === 'ml-dsa-65')
    return (await import('@noble/post-quantum/ml-dsa.js')).ml_dsa65.keygen(seed).secretKey
  return (await import('@noble/post-quantum/ml-kem.js')).ml_kem768.keygen(seed).secretKey
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return bytes.length >= head.length && head.every((byte, index) => bytes[index] === byte)
}
