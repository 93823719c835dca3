import { hash } from 'node:crypto'
import type { CallEnd } from '@kvlar/core'
import { safeRecord, type SafeRecord } from '@kvlar/gate'
import { LIMITS } from '../limits.ts'
import type { OpenCall } from './open-call.ts'
import type { ProxyEvent, Recorder, ResultEvent } from '../ports.ts'
import type { MessageId, Side } from '../wire/message.ts'
import { OpenRequests } from '../wire/open-requests.ts'
import type { Refusal } from '../wire/answers/refusal.ts'

export interface LedgerOptions {
  readonly sessionId: string
  readonly record: Recorder
  readonly now: () => number
  /** Hears how a judged request ended. */
  readonly ended: (callId: number, end: CallEnd) => void
}

/** The open requests of a session in both directions, and the record of how each ended. */
export class Ledger {
  /** The revision agreed on by `initialize`; the newest era states one with every request instead. */
  revision: string | undefined
  readonly #options: LedgerOptions
  /** Whoever records notices its own failures: it refuses decisions from then on, and those deny. */
  readonly #record: SafeRecord<ProxyEvent>
  readonly #open = { client: new OpenRequests<OpenCall>(), server: new OpenRequests<OpenCall>() }
  /** Cancelled after they were forwarded: a late answer still finds its place, up to a bound. */
  readonly #cancelled: OpenCall[] = []
  /** When a side last sent what is not answered, and the newest of its requests that has been; by `performance.now`. */
  readonly #toldAt = { client: -Infinity, server: -Infinity }
  readonly #settledAt = { client: 0, server: 0 }
  #whenAnswered: (() => void)[] = []

  constructor(options: LedgerOptions) {
    this.#options = options
    this.#record = safeRecord(options.record, () => {})
  }

  add(call: OpenCall): ReturnType<OpenRequests<OpenCall>['add']> {
    return this.#open[call.request.from].add(call.request.id, call)
  }

  find(from: Side, id: MessageId): OpenCall | undefined {
    return this.#open[from].get(id)
  }

  /**
   * The request of a side that an answer means. An id of the other type means the same; none at all means the only
   * request that is open, unless it may be the answer to something that should have none.
   */
  answered(from: Side, id: MessageId | null): OpenCall | undefined {
    return id === null ? this.#only(from) : this.#open[from].match(id)
  }

  /** Notices that a side sent what nobody answers: a notification, or an answer of its own. */
  told(from: Side): void {
    this.#toldAt[from] = performance.now()
  }

  /** Resolves once nothing is open that the client waits for. */
  whenAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenAnswered.push(resolve)
      this.#notice()
    })
  }

  /** Closes a request, unless its id has been taken by a later one. */
  remove(call: OpenCall): void {
    const { from, id } = call.request
    if (this.#open[from].get(id) === call) this.#open[from].take(id)
    this.#notice()
  }

  /** Closes a request that was answered with this line. */
  finish(call: OpenCall, result: ResultEvent['result'], line?: Uint8Array): void {
    const { from } = call.request
    this.#settledAt[from] = Math.max(this.#settledAt[from], call.sentAt)
    this.remove(call)
    this.#recordResult(call, result, line)
  }

  /** Ends a request that was cancelled after it was forwarded; its late answer, should one come, is passed on. */
  cancel(call: OpenCall): void {
    this.#recordResult(call, 'cancelled')
    call.cancelled = true
    this.#notice()
    this.#cancelled.push(call)
    if (this.#cancelled.length <= LIMITS.cancelledMax) return
    const oldest = this.#cancelled.shift()
    if (oldest !== undefined) this.remove(oldest)
  }

  /** Says of an approval that was used up for a call that never ran. */
  abandon(call: OpenCall, approvalId: string): void {
    call.approvalId = approvalId
    call.closed = false
    this.finish(call, 'cancelled')
  }

  /** Closes everything; returns the requests of the client whose answer is waited for and will not come. */
  close(): readonly OpenCall[] {
    const ofClient = this.#open.client.takeAll().map(([, call]) => call)
    const ofServer = this.#open.server.takeAll().map(([, call]) => call)
    for (const call of [...ofClient, ...ofServer]) {
      this.#recordResult(call, 'unknown')
      call.state = 'void'
    }
    this.#notice()
    return ofClient.filter(({ cancelled }) => !cancelled)
  }

  #only(from: Side): OpenCall | undefined {
    if (this.#toldAt[from] >= this.#settledAt[from]) return undefined
    let only: OpenCall | undefined
    for (const call of this.#open[from].values()) {
      if (call.state !== 'sent') continue
      if (only !== undefined) return undefined
      only = call
    }
    return only
  }

  #notice(): void {
    if (this.#whenAnswered.length === 0) return
    for (const { cancelled } of this.#open.client.values()) if (!cancelled) return
    for (const resolve of this.#whenAnswered.splice(0)) resolve()
  }

  /** Records a line that was turned down, which stands whether or not that could be recorded. */
  recordRefusal(
    from: Side,
    { code, message }: Refusal,
    line: Uint8Array | undefined,
  ): boolean | Promise<boolean> {
    return this.#record({
      kind: 'refused',
      ...this.#head(this.revision),
      from,
      code,
      message,
      ...(line !== undefined && { digest: hash('sha256', line), bytes: line.length }),
    })
  }

  /** Once for each judged request. The answer is not kept waiting for it: the decision is on record. */
  #recordResult(call: OpenCall, result: ResultEvent['result'], line?: Uint8Array): void {
    if (call.callId === 0 || call.closed) return
    call.closed = true
    this.#options.ended(call.callId, call.sentAt === 0 ? 'not_run' : result === 'ok' ? 'ok' : 'failed')
    void this.#record({
      kind: 'result',
      ...this.#head(call.revision ?? this.revision),
      callId: call.callId,
      result,
      latencyMs: call.sentAt === 0 ? 0 : performance.now() - call.sentAt,
      ...(call.approvalId !== undefined && { approvalId: call.approvalId }),
      ...(line !== undefined && { digest: hash('sha256', line), bytes: line.length }),
    })
  }

  #head(revision: string | undefined) {
    const { sessionId, now } = this.#options
    return { sessionId, atMs: now(), ...(revision !== undefined && { protocolRevision: revision }) }
  }
}
