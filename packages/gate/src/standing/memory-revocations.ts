import { LIMITS } from '../limits.ts'
import type { Revocation, Revocations } from './standing.ts'
import { targetKey } from './target.ts'

/**
 * Keeps the revocations of one process. A full one takes no other but the kill switch, since the one that it would forget
 * would be lifted.
 */
export function createMemoryRevocations(revocationsMax: number = LIMITS.revocationsMax): Revocations {
  const revoked = new Map<string, Revocation>()
  return {
    find: (targets) => {
      // Most of the time nobody is.
      if (revoked.size === 0) return undefined
      for (const target of targets) {
        const found = revoked.get(targetKey(target))
        if (found !== undefined) return found
      }
      return undefined
    },
    revoke: (revocation) => {
      const key = targetKey(revocation.target)
      if (revoked.has(key)) return false
      if (revoked.size >= revocationsMax && key !== 'everything')
        throw new Error(`over ${revocationsMax} revocations stand already`)
      revoked.set(key, revocation)
      return true
    },
    restore: (target) => {
      const key = targetKey(target)
      const found = revoked.get(key)
      revoked.delete(key)
      return found
    },
    list: () => [...revoked.values()].toSorted((one, other) => one.atMs - other.atMs),
  }
}
