import { LIMITS } from '../limits.ts'
import type { ReplayAnswer, ReplayClaim, ReplayStore } from './replay-store.ts'

/**
 * A replay store of one process.
 *
 * @param entriesMax how many ids to remember at a time
 */
export function createMemoryReplayStore(entriesMax: number = LIMITS.replayEntriesMax): MemoryReplayStore {
  return new MemoryReplayStore(entriesMax)
}

/** What the ids of one process are claimed in. Bounded; when full it refuses, it does not forget. */
export class MemoryReplayStore implements ReplayStore {
  readonly #entriesMax: number
  readonly #ids = new Set<string>()
  readonly #byEnd = new Map<number, string[]>()
  /** INVARIANT: an id that ends no later than this may have been forgotten, so it is never claimed again. */
  #forgottenThrough = -1
  #sweptAt = -1

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax
  }

  get size(): number {
    return this.#ids.size
  }

  claim(claim: ReplayClaim): Promise<ReplayAnswer> {
    return Promise.resolve(this.#answer(claim))
  }

  #answer({ id, keepUntil, now }: ReplayClaim): ReplayAnswer {
    this.#sweep(now)
    if (this.#ids.has(id) || keepUntil <= this.#forgottenThrough) return 'replayed'
    if (this.#ids.size >= this.#entriesMax) return 'full'
    this.#ids.add(id)
    const sameEnd = this.#byEnd.get(keepUntil)
    if (sameEnd === undefined) this.#byEnd.set(keepUntil, [id])
    else sameEnd.push(id)
    return 'claimed'
  }

  /** Once per second of the caller's clock: what has ended by then is no longer acceptable anyway. */
  #sweep(now: number): void {
    if (now === this.#sweptAt) return
    this.#sweptAt = now
    for (const [end, ids] of this.#byEnd) {
      if (end > now) continue
      for (const id of ids) this.#ids.delete(id)
      this.#byEnd.delete(end)
      this.#forgottenThrough = Math.max(this.#forgottenThrough, end)
    }
  }
}
