import { randomBytes } from 'node:crypto'
import { SIZES } from '../suites.ts'

/** The secrets of one identity, each in its canonical form: the seed. */
export interface KeySeeds {
  /** 32 bytes. */
  readonly mlDsa65: Uint8Array
  /** 32 bytes. */
  readonly ed25519: Uint8Array
  /** 64 bytes. */
  readonly mlKem768: Uint8Array
  /** 32 bytes. */
  readonly x25519: Uint8Array
}

/** Fresh seeds from the system's random source. */
export function randomSeeds(): KeySeeds {
  const fresh = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  return {
    mlDsa65: fresh(SIZES.mlDsaSeed),
    ed25519: fresh(SIZES.ed25519Seed),
    mlKem768: fresh(SIZES.mlKemSeed),
    x25519: fresh(SIZES.x25519Seed),
  }
}

/** Overwrites the seeds. What a runtime copied before is out of reach. */
export function wipeSeeds(seeds: KeySeeds): void {
  for (const seed of Object.values(seeds)) seed.fill(0)
}

/** Copies that the caller owns, and wipes. */
export function copySeeds(seeds: KeySeeds): KeySeeds {
  return {
    mlDsa65: new Uint8Array(seeds.mlDsa65),
    ed25519: new Uint8Array(seeds.ed25519),
    mlKem768: new Uint8Array(seeds.mlKem768),
    x25519: new Uint8Array(seeds.x25519),
  }
}
