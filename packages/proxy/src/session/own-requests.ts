import { randomUUID } from 'node:crypto'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { Emit } from '../ports.ts'
import type { MessageId, ResponseMessage, Side } from '../wire/message.ts'
import { notificationLine, requestLine } from '../wire/answers/own-line.ts'

/** How a side answered a request of ours. */
export interface OwnAnswer {
  readonly outcome: ResponseMessage['outcome']
  readonly value: JsonValue
  /** Length of the line. */
  readonly bytes: number
}

interface Pending {
  readonly resolve: (answer: OwnAnswer) => void
  readonly reject: (error: Error) => void
}

/**
 * The requests that Kvlar itself sends to a side. Their ids cannot be guessed, and while one is open no request that
 * passes may use it; their answers go no further.
 */
export class OwnRequests {
  readonly #emit: Emit
  readonly #open = { client: new Map<MessageId, Pending>(), server: new Map<MessageId, Pending>() }

  constructor(emit: Emit) {
    this.#emit = emit
  }

  /** Whether an id is taken by an open request of ours to this side. */
  has(to: Side, id: MessageId): boolean {
    return this.#open[to].has(id)
  }

  /**
   * Asks a side.
   *
   * @throws Error when the side takes nothing, too much is open, it answered what cannot be read, or `signal` aborts;
   * on the last it is told that nobody waits any more
   */
  ask(to: Side, method: string, { params, signal }: OwnQuestion): Promise<OwnAnswer> {
    const open = this.#open[to]
    const id = `kvlar-${randomUUID()}`
    return new Promise((resolve, reject) => {
      const withdraw = (): void => {
        end()
        this.#emit(to, notificationLine('notifications/cancelled', { requestId: id }))
        reject(new Error(`nobody waits for the answer to \`${method}\` any more`))
      }
      const end = (): void => {
        open.delete(id)
        signal.removeEventListener('abort', withdraw)
      }
      if (signal.aborted || open.size >= LIMITS.ownRequestsMax) {
        reject(new Error(`\`${method}\` cannot be asked now`))
        return
      }
      signal.addEventListener('abort', withdraw)
      const pending: Pending = {
        resolve: (answer) => {
          end()
          resolve(answer)
        },
        reject: (error) => {
          end()
          reject(error)
        },
      }
      open.set(id, pending)
      if (!this.#emit(to, requestLine(id, method, params)))
        pending.reject(new Error(`nobody takes \`${method}\``))
    })
  }

  /** Takes an answer to a request of ours; false when it answers none. */
  take({ from, id, outcome, value }: ResponseMessage, bytes: number): boolean {
    const pending = id === null ? undefined : this.#open[from].get(id)
    pending?.resolve({ outcome, value, bytes })
    return pending !== undefined
  }

  /** Gives up a request whose answer cannot be read; false when the id is none of ours. */
  fail(from: Side, id: MessageId): boolean {
    const pending = this.#open[from].get(id)
    pending?.reject(new Error('the answer cannot be read'))
    return pending !== undefined
  }

  /** The connection has ended. */
  close(): void {
    for (const open of [this.#open.client, this.#open.server])
      for (const pending of open.values()) pending.reject(new Error('the connection has ended'))
  }
}

interface OwnQuestion {
  readonly params: JsonObject
  readonly signal: AbortSignal
}
