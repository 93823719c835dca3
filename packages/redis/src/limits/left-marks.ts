import type { CallEnd } from '@kvlar/core'
import { REDIS_LIMITS } from '../limits.ts'
import type { Series } from './counter-keys.ts'

/** What is to be said of a decision. */
export interface Ending {
  readonly decisionId: string
  readonly end: CallEnd
  /** One attempt of this process to count the decision. */
  readonly attempt: string
  /** Of what that attempt left, or of all that was left up to it. */
  readonly of: 'only' | 'upto'
  /** Where this process knows that something was left. */
  readonly series: readonly Series[]
}

/**
 * What this process has left in the store, so that the ends of its calls are told in one round trip; and what it could
 * not tell: the marks of a call that was denied because Redis did not answer must not stand until they lapse.
 */
export class LeftMarks {
  readonly #left = new Map<string, readonly Series[]>()
  readonly #owed = new Map<string, Ending>()

  /** Where the last attempt has left something; the oldest are forgotten, and then the store says it. */
  find(decisionId: string): readonly Series[] {
    return this.#left.get(decisionId) ?? []
  }

  leave(decisionId: string, series: readonly Series[]): void {
    this.#left.set(decisionId, series)
    dropOldest(this.#left, REDIS_LIMITS.leftMax)
  }

  forget(decisionId: string): void {
    this.#left.delete(decisionId)
  }

  get isOwing(): boolean {
    return this.#owed.size > 0
  }

  owe(ending: Ending): void {
    this.#owed.set(nameOf(ending), ending)
    dropOldest(this.#owed, REDIS_LIMITS.owedMax)
  }

  /** All that is owed; it stands until it is paid. */
  owed(): readonly Ending[] {
    return [...this.#owed.values()]
  }

  pay(ending: Ending): void {
    this.#owed.delete(nameOf(ending))
  }
}

function nameOf({ decisionId, attempt }: Ending): string {
  return `${attempt} ${decisionId}`
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}
