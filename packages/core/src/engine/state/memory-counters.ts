import type { Need } from '../../facts.ts'
import { LIMITS } from '../../limits.ts'

/** Counts the calls that rules limit; a store for one process. */
export interface RateCounters {
  /**
   * Counts the decision once, however often it is asked for, and returns the calls within each window, this one
   * included, by key. A key is missing when the store is full: a missing count is an error, and an error denies.
   */
  count(needs: readonly Need[], decisionId: string, nowMs: number): ReadonlyMap<string, number>
}

/** Bounds of an in-memory store. */
export interface CounterBounds {
  readonly countersMax: number
  readonly eventsMax: number
}

/** The calls of one key, oldest first; those before `first` have left the window. */
interface Counter {
  readonly times: number[]
  readonly ids: string[]
  readonly known: Set<string>
  first: number
}

/** Lapsed calls are cut off an array once they are this many and half of it. */
const COMPACT_MIN = 64

const DEFAULT_BOUNDS: CounterBounds = { countersMax: LIMITS.countersMax, eventsMax: LIMITS.counterEventsMax }

/** An exact sliding window `(now - windowMs, now]` per key. A clock that steps back is taken to stand still. */
export function createMemoryCounters(bounds: CounterBounds = DEFAULT_BOUNDS): RateCounters {
  return new MemoryCounters(bounds)
}

class MemoryCounters implements RateCounters {
  readonly #bounds: CounterBounds
  /** By window, then by key; within a window the key touched last stands last, so the first lapses first. */
  readonly #windows = new Map<number, Map<string, Counter>>()
  #counters = 0
  #events = 0
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(bounds: CounterBounds) {
    this.#bounds = bounds
  }

  count(needs: readonly Need[], decisionId: string, nowMs: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    if (!Number.isFinite(nowMs)) return counts
    this.#lastMs = Math.max(this.#lastMs, nowMs)
    this.#forgetLapsed()
    for (const need of needs) {
      if (need.kind !== 'rate') continue
      const count = this.#countOne(need.key, need.windowMs, decisionId)
      if (count !== undefined) counts.set(need.key, count)
    }
    return counts
  }

  #countOne(key: string, windowMs: number, decisionId: string): number | undefined {
    const counters = this.#windows.get(windowMs) ?? new Map<string, Counter>()
    this.#windows.set(windowMs, counters)
    const counter = counters.get(key) ?? this.#create()
    if (counter === undefined) return undefined
    counters.delete(key)
    counters.set(key, counter)
    this.#trim(counter, this.#lastMs - windowMs)
    if (!counter.known.has(decisionId)) {
      if (this.#events >= this.#bounds.eventsMax) return undefined
      counter.times.push(this.#lastMs)
      counter.ids.push(decisionId)
      counter.known.add(decisionId)
      this.#events += 1
    }
    return counter.times.length - counter.first
  }

  #create(): Counter | undefined {
    if (this.#counters >= this.#bounds.countersMax) return undefined
    this.#counters += 1
    return { times: [], ids: [], known: new Set(), first: 0 }
  }

  #trim(counter: Counter, lapsedMs: number): void {
    const { times, ids, known } = counter
    while (counter.first < times.length && (times[counter.first] ?? 0) <= lapsedMs) {
      known.delete(ids[counter.first] ?? '')
      counter.first += 1
      this.#events -= 1
    }
    if (counter.first < COMPACT_MIN || counter.first * 2 < times.length) return
    times.splice(0, counter.first)
    ids.splice(0, counter.first)
    counter.first = 0
  }

  #forgetLapsed(): void {
    for (const [windowMs, counters] of this.#windows) {
      for (const [key, counter] of counters) {
        this.#trim(counter, this.#lastMs - windowMs)
        if (counter.first < counter.times.length) break
        counters.delete(key)
        this.#counters -= 1
      }
      if (counters.size === 0) this.#windows.delete(windowMs)
    }
  }
}
