import type { KeyAlgorithm } from '../backend/der.ts'
import { KeyError } from '../errors/key-error.ts'
import type { KeyPair } from './key-pair.ts'
import type { KeySeeds } from './key-seeds.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'

/** Which seed and which public key belong to an algorithm. */
const PARTS = {
  'ml-dsa-65': { seed: 'mlDsa65', public: 'mlDsaVerifyingKey' },
  'ml-kem-768': { seed: 'mlKem768', public: 'mlKemEncapsulationKey' },
  ed25519: { seed: 'ed25519', public: 'ed25519VerifyingKey' },
  x25519: { seed: 'x25519', public: 'x25519PublicKey' },
} as const satisfies Record<
  KeyAlgorithm,
  { readonly seed: keyof KeySeeds; readonly public: keyof PublicKeyBundle }
>

/** A copy of one seed of a pair, for the caller to wipe. */
export function seedOf(pair: KeyPair, algorithm: KeyAlgorithm): Uint8Array {
  const seeds = pair.exportSeeds()
  const wanted = PARTS[algorithm].seed
  for (const [name, seed] of Object.entries(seeds)) if (name !== wanted) seed.fill(0)
  return seeds[wanted]
}

/** @throws KeyError `KEY_MISSING_PART` when the bundle has no key of that algorithm */
export function publicKeyOf(bundle: PublicKeyBundle, algorithm: KeyAlgorithm): Uint8Array {
  const key = bundle[PARTS[algorithm].public]
  if (key === undefined)
    throw new KeyError('KEY_MISSING_PART', `bundle \`${bundle.id}\` has no \`${algorithm}\` key`)
  return key
}
