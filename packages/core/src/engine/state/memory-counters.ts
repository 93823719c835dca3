import type { Mark, Need } from '../../facts.ts'
import { LIMITS } from '../../limits.ts'
import type { CallEnd, CountedCall, Counters, Counts } from './counters.ts'
import { MemorySeries } from './memory-series.ts'

/** Bounds of an in-memory store. When it is full a count is missing, and a missing count denies. */
export interface CounterBounds {
  readonly countersMax: number
  readonly eventsMax: number
}

/** A store that answers at once. */
export interface MemoryCounters extends Counters {
  count(call: CountedCall): Counts
  settle(decisionId: string, end: CallEnd): void
}

const DEFAULT_BOUNDS: CounterBounds = { countersMax: LIMITS.countersMax, eventsMax: LIMITS.counterEventsMax }

/**
 * Exact sliding windows `(now - windowMs, now]` for one process. A clock that steps back is taken to stand still.
 */
export function createMemoryCounters(bounds: CounterBounds = DEFAULT_BOUNDS): MemoryCounters {
  return new InMemory(bounds)
}

type Asked = Exclude<Need, { readonly kind: 'session_age' }>

class InMemory implements MemoryCounters {
  readonly #bounds: CounterBounds
  /** By how long they are held, then by name; the series touched last stands last, so the first lapses first. */
  readonly #series = new Map<number, Map<string, MemorySeries>>()
  /** The marks of decisions that have not ended. */
  readonly #open = new Map<string, Map<string, Mark>>()
  #count = 0
  #events = 0
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(bounds: CounterBounds) {
    this.#bounds = bounds
  }

  count({ decisionId, nowMs: givenMs, needs, marks, isLetGo = false }: CountedCall): Counts {
    const counts = new Map<string, number>()
    const freeAtMs = new Map<string, number>()
    if (!Number.isFinite(givenMs)) return { counts, freeAtMs, isMarked: marks.length === 0 }
    const nowMs = (this.#lastMs = Math.max(this.#lastMs, givenMs))
    this.#forgetLapsed(nowMs)
    for (const need of needs) {
      if (need.kind === 'session_age') continue
      const found = this.#read(need, decisionId, nowMs)
      if (found === undefined) continue
      counts.set(need.key, found.total)
      if (found.freeAtMs !== undefined) freeAtMs.set(need.key, found.freeAtMs)
    }
    let isMarked = true
    for (const mark of marks) isMarked = this.#leave(mark, { decisionId, nowMs, isLetGo }) && isMarked
    return { counts, freeAtMs, isMarked }
  }

  settle(decisionId: string, end: CallEnd): void {
    const marks = this.#open.get(decisionId)
    this.#open.delete(decisionId)
    for (const [name, { amount, counts }] of marks ?? []) {
      const series = this.#find(name)
      const event = series?.find(decisionId)
      if (series === undefined || event === undefined) continue
      if (end === 'not_run') series.remove(event)
      else if (end === 'ok' && counts === 'ok') series.change(event, amount)
    }
  }

  #read(need: Asked, decisionId: string, nowMs: number) {
    const isRate = need.kind === 'rate'
    const own = isRate ? 1 : need.own
    const name = isRate ? need.key : need.series
    const series = this.#touch(name, need.windowMs, nowMs)
    if (series === undefined) return undefined
    if (isRate && !this.#enter(series, { decisionId, atMs: nowMs, value: 1 })) return undefined
    const total = series.total(need.windowMs, nowMs, decisionId) + own
    if (total <= (need.atMost ?? Infinity)) return { total }
    const room = (need.atMost ?? 0) - own
    return { total, freeAtMs: series.freeAt(need.windowMs, room, decisionId) }
  }

  #leave(
    mark: Mark,
    { decisionId, nowMs, isLetGo }: Pick<CountedCall, 'decisionId' | 'nowMs' | 'isLetGo'>,
  ): boolean {
    const { series: name, keepMs, amount, counts, cap } = mark
    const series = this.#touch(name, keepMs, nowMs)
    if (series === undefined) return false
    const isOver = cap !== undefined && series.total(cap.windowMs, nowMs, decisionId) + amount > cap.atMost
    if (isOver && isLetGo !== true) return false
    if (!Number.isSafeInteger(series.total(series.keepMs, nowMs, decisionId) + amount)) return false
    const value = counts === 'ok' ? 0 : amount
    if (!this.#enter(series, { decisionId, atMs: nowMs, value })) return false
    const open = this.#open.get(decisionId) ?? new Map<string, Mark>()
    open.set(name, mark)
    this.#open.set(decisionId, open)
    return true
  }

  /** Adds an event unless it is there; a call that was changed while it waited adds what it asks for now. */
  #enter(series: MemorySeries, event: { decisionId: string; atMs: number; value: number }): boolean {
    const known = series.find(event.decisionId)
    if (known !== undefined) {
      if (known.value !== event.value) series.change(known, event.value)
      return true
    }
    if (this.#events >= this.#bounds.eventsMax) return false
    series.add(event)
    this.#events += 1
    return true
  }

  /** The series of a name, held for at least so long; undefined when there is no room for one more. */
  #touch(name: string, keepMs: number, nowMs: number): MemorySeries | undefined {
    const known = this.#find(name)
    if (known === undefined && this.#count >= this.#bounds.countersMax) return undefined
    if (known === undefined) this.#count += 1
    const series = known ?? new MemorySeries(keepMs)
    this.#series.get(series.keepMs)?.delete(name)
    series.keepMs = Math.max(series.keepMs, keepMs)
    const held = this.#series.get(series.keepMs) ?? new Map<string, MemorySeries>()
    held.set(name, series)
    this.#series.set(series.keepMs, held)
    this.#trim(name, series, nowMs)
    return series
  }

  #find(name: string): MemorySeries | undefined {
    for (const held of this.#series.values()) {
      const series = held.get(name)
      if (series !== undefined) return series
    }
    return undefined
  }

  #trim(name: string, series: MemorySeries, nowMs: number): void {
    for (const decisionId of series.trim(nowMs)) {
      this.#events -= 1
      // Taken away and left again since: what lapsed is not what stands.
      if (series.find(decisionId) !== undefined) continue
      const open = this.#open.get(decisionId)
      open?.delete(name)
      if (open?.size === 0) this.#open.delete(decisionId)
    }
  }

  #forgetLapsed(nowMs: number): void {
    for (const [keepMs, held] of this.#series) {
      for (const [name, series] of held) {
        this.#trim(name, series, nowMs)
        if (series.size > 0) break
        held.delete(name)
        this.#count -= 1
      }
      if (held.size === 0) this.#series.delete(keepMs)
    }
  }
}
