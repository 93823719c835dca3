import { REVIEW_LIMITS } from '../../review-limits.ts'

const MINUTE_MS = 60_000

/** Counts by address within one minute after another. */
export interface RateLimiter {
  /** Whether this one still fits. */
  take(address: string, nowMs: number): boolean
  /** Whether one more would fit. */
  hasRoom(address: string, nowMs: number): boolean
}

export function createRateLimiter(perMinute: number): RateLimiter {
  const counts = new Map<string, number>()
  let minute = 0
  const turn = (nowMs: number): void => {
    const current = Math.floor(nowMs / MINUTE_MS)
    if (current === minute) return
    minute = current
    counts.clear()
  }
  const slot = (address: string): string =>
    counts.has(address) || counts.size < REVIEW_LIMITS.addressesMax ? address : 'others'
  return {
    take: (address, nowMs) => {
      turn(nowMs)
      const key = slot(address)
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return count <= perMinute
    },
    hasRoom: (address, nowMs) => {
      turn(nowMs)
      return (counts.get(slot(address)) ?? 0) < perMinute
    },
  }
}
