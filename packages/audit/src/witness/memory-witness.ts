import { checkWitnessed } from './check-witnessed.ts'
import type { Witness } from './witness.ts'

/** A witness that lasts as long as its process. */
export function createMemoryWitness(): Witness {
  const kept = new Map<string, readonly string[]>()
  return {
    keep: async (home, note) => {
      checkWitnessed(home, note)
      kept.set(home, [...(kept.get(home) ?? []), note])
    },
    notes: async (home) => kept.get(home) ?? [],
  }
}
