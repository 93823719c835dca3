import { randomFillSync } from 'node:crypto'
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
  return {
    mlDsa65: randomSeed(SIZES.mlDsaSeed),
    ed25519: randomSeed(SIZES.ed25519Seed),
    mlKem768: randomSeed(SIZES.mlKemSeed),
    x25519: randomSeed(SIZES.x25519Seed),
  }
}

/** One fresh seed, for the caller to wipe. Filled in place: a copy out of `randomBytes` would leave the original. */
export function randomSeed(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
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
