/** What one call left in a series. */
export interface SeriesEvent {
  readonly decisionId: string
  readonly atMs: number
  /** What it adds by now; 0 before it has ended well where only that counts, and once it is taken away. */
  value: number
}

/** The part of a series that a window reaches, as of the last time it was asked. */
interface Reach {
  /** Number of the first event inside, counted from the beginning of the series. */
  first: number
  total: number
}

/** Lapsed events are cut off once they are this many and half of the list. */
const COMPACT_MIN = 64

/** Events in the order of time, with a running total for each window that is asked about. */
export class MemorySeries {
  readonly #events: SeriesEvent[] = []
  readonly #byDecision = new Map<string, SeriesEvent>()
  readonly #reaches = new Map<number, Reach>()
  /** Number of the first event that is still held, and how many were cut off before it. */
  #first = 0
  #cut = 0
  /** How long events are held. */
  keepMs: number

  constructor(keepMs: number) {
    this.keepMs = keepMs
  }

  get size(): number {
    return this.#cut + this.#events.length - this.#first
  }

  find(decisionId: string): SeriesEvent | undefined {
    return this.#byDecision.get(decisionId)
  }

  /** Adds an event that is not older than the last. */
  add(event: SeriesEvent): void {
    this.#events.push(event)
    this.#byDecision.set(event.decisionId, event)
    for (const reach of this.#reaches.values()) reach.total += event.value
  }

  /** Gives an event another value; windows that it has left are not touched. */
  change(event: SeriesEvent, value: number): void {
    const number = this.#cut + this.#events.lastIndexOf(event)
    for (const reach of this.#reaches.values()) if (number >= reach.first) reach.total += value - event.value
    event.value = value
  }

  /** Takes an event away. */
  remove(event: SeriesEvent): void {
    this.change(event, 0)
    this.#byDecision.delete(event.decisionId)
  }

  /** What is after `nowMs - windowMs`, without the event of a decision. */
  total(windowMs: number, nowMs: number, decisionId: string): number {
    const reach = this.#reach(windowMs, nowMs)
    const own = this.find(decisionId)
    const isInside = own !== undefined && own.atMs > nowMs - windowMs
    return reach.total - (isInside ? own.value : 0)
  }

  /** When no more than `room` is left in the window, without the event of a decision. */
  freeAt(windowMs: number, room: number, decisionId: string): number | undefined {
    if (room < 0) return undefined
    let kept = 0
    for (let index = this.#events.length - 1; index >= 0; index -= 1) {
      const event = this.#events[index]
      if (event === undefined || event.decisionId === decisionId) continue
      kept += event.value
      if (kept > room) return event.atMs + windowMs
    }
    return undefined
  }

  /** Lets go of what no window reaches any more; returns the decisions whose events are gone. */
  trim(nowMs: number): readonly string[] {
    const gone: string[] = []
    for (;;) {
      const event = this.#events[this.#first - this.#cut]
      if (event === undefined || event.atMs > nowMs - this.keepMs) break
      for (const reach of this.#reaches.values())
        if (reach.first <= this.#first) {
          reach.total -= event.value
          reach.first = this.#first + 1
        }
      if (this.#byDecision.get(event.decisionId) === event) this.#byDecision.delete(event.decisionId)
      gone.push(event.decisionId)
      this.#first += 1
    }
    const lapsed = this.#first - this.#cut
    if (lapsed >= COMPACT_MIN && lapsed * 2 >= this.#events.length) {
      this.#events.splice(0, lapsed)
      this.#cut = this.#first
    }
    return gone
  }

  #reach(windowMs: number, nowMs: number): Reach {
    let reach = this.#reaches.get(windowMs)
    if (reach === undefined) {
      const held = this.#events.slice(this.#first - this.#cut)
      reach = { first: this.#first, total: held.reduce((sum, { value }) => sum + value, 0) }
      this.#reaches.set(windowMs, reach)
    }
    for (;;) {
      const event = this.#events[reach.first - this.#cut]
      if (event === undefined || event.atMs > nowMs - windowMs) return reach
      reach.total -= event.value
      reach.first += 1
    }
  }
}
