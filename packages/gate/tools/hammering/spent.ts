/** A call that was let go: between which two moments that was, and what it has spent. Milliseconds since the epoch. */
export interface Spent {
  readonly beganMs: number
  readonly endedMs: number
  readonly amount: number
}

/**
 * The most that has certainly stood in one window: calls that began after its beginning and were let go before its end.
 * Of one call more nobody outside of the store can know.
 */
export function worstWindow(spent: readonly Spent[], windowMs: number, of: (one: Spent) => number): number {
  // One that took longer than a window is in none for certain.
  const certain = spent.filter(({ beganMs, endedMs }) => endedMs < beganMs + windowMs)
  const byBegin = certain.toSorted((left, right) => left.beganMs - right.beganMs)
  const byEnd = certain.toSorted((left, right) => left.endedMs - right.endedMs)
  let worst = 0
  let sum = 0
  let ended = 0
  // Each window begins just before a call; whatever began before it has left it again.
  for (const first of byBegin) {
    for (; ended < byEnd.length; ended += 1) {
      const one = byEnd[ended]
      if (one === undefined || one.endedMs >= first.beganMs + windowMs) break
      sum += of(one)
    }
    worst = Math.max(worst, sum)
    sum -= of(first)
  }
  return worst
}
