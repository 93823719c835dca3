import { LIMITS } from '../limits.ts'
import type { MessageId } from './message.ts'

/** The requests of one side that have not been answered; ids keep their type, so `1` is not `"1"`. */
export class OpenRequests<Detail> {
  readonly #open = new Map<MessageId, Detail>()
  readonly #max: number

  /** @param max how many may be open at once */
  constructor(max: number = LIMITS.openRequestsMax) {
    this.#max = max
  }

  get size(): number {
    return this.#open.size
  }

  /** Opens a request, or says why it cannot be: its id is in flight, or too many are. */
  add(id: MessageId, detail: Detail): 'opened' | 'ID_IN_FLIGHT' | 'TOO_MANY_IN_FLIGHT' {
    if (this.#open.has(id)) return 'ID_IN_FLIGHT'
    if (this.#open.size >= this.#max) return 'TOO_MANY_IN_FLIGHT'
    this.#open.set(id, detail)
    return 'opened'
  }

  /** What is known of an open request; undefined when none has this id. */
  get(id: MessageId): Detail | undefined {
    return this.#open.get(id)
  }

  /** What is known of the request that an answer means: some servers give a number back as a text, and the reverse. */
  match(id: MessageId): Detail | undefined {
    const twin = this.#open.get(id) === undefined ? twinOf(id) : id
    return twin === undefined ? undefined : this.#open.get(twin)
  }

  /** Closes the request that a response answers and returns it; undefined when none is open. */
  take(id: MessageId): Detail | undefined {
    const detail = this.#open.get(id)
    this.#open.delete(id)
    return detail
  }

  /** What is known of the open requests. */
  values(): IterableIterator<Detail> {
    return this.#open.values()
  }

  /** Closes all and returns them: the connection has ended. */
  takeAll(): readonly (readonly [MessageId, Detail])[] {
    const all = [...this.#open]
    this.#open.clear()
    return all
  }
}

/** A number as any writer of JSON may have put it into a text. */
const NUMBER = /^-?(?:0|[1-9]\d{0,16})(?:\.\d{1,17})?(?:[eE][+-]?\d{1,3})?$/

/** The same id in the other type; undefined when it has none. */
function twinOf(id: MessageId): MessageId | undefined {
  if (typeof id === 'number') return String(id)
  const number = NUMBER.test(id) ? Number(id) : NaN
  return Number.isSafeInteger(number) ? number : undefined
}
