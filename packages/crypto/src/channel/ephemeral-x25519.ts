import type { Backend, X25519Private } from '../backend/backend.ts'
import { randomSeed } from '../keys/key-seeds.ts'
import { SIZES } from '../suites.ts'

/** An X25519 key for one message or one handshake. */
export function ephemeralX25519(backend: Backend): X25519Private {
  const seed = randomSeed(SIZES.x25519Seed)
  try {
    return backend.x25519.openPrivate(seed)
  } finally {
    seed.fill(0)
  }
}
