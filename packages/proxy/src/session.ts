import type { Action, ProxyError } from '@kvlar/core'
import { after } from './after.ts'
import { createGate, type Gate, type GateOptions, type Ruling } from './gate.ts'
import { isObject } from './is-object.ts'
import { Ledger } from './ledger.ts'
import { LIMITS } from './limits.ts'
import { LineReader } from './line-reader.ts'
import { filterList, listedItems } from './list-filter.ts'
import { openCall, type OpenCall } from './open-call.ts'
import { DROP, type Step } from './step.ts'
import { ToolDefinitions } from './tool-definitions.ts'
import { WaitingRoom } from './waiting-room.ts'
import { denialAnswer, errorAnswer, INTERNAL_ERROR_CODE, refusalAnswer } from './wire/denial.ts'
import type {
  Message,
  MessageId,
  NotificationMessage,
  RequestMessage,
  ResponseMessage,
  Side,
} from './wire/message.ts'
import type { ReadMessageAnswer } from './wire/read-message.ts'
import type { Refusal } from './wire/refusal.ts'
import { toActions, type Identity } from './wire/to-actions.ts'

export interface SessionOptions extends GateOptions {
  /** On whose behalf the client speaks, and the configured name of the server. */
  readonly identity: Identity
}

const OTHER = { client: 'server', server: 'client' } as const

/**
 * One connection between a client and a server: pairs requests and answers, and says of every line what becomes of it.
 * It holds no sockets; its steps are carried out in the order of their lines by whoever does (`InOrder`).
 */
export class Session {
  readonly #options: SessionOptions
  readonly #gate: Gate
  readonly #ledger: Ledger
  readonly #definitions = new ToolDefinitions()
  readonly #waitingRoom = new WaitingRoom()
  readonly #readers = {
    client: new LineReader('client', (answer, line) => this.#take('client', answer, line)),
    server: new LineReader('server', (answer, line) => this.#take('server', answer, line)),
  }
  #calls = 0

  constructor(options: SessionOptions) {
    const { sessionId, record, now = Date.now } = options
    this.#options = options
    this.#gate = createGate(options)
    this.#ledger = new Ledger({ sessionId, record, now })
  }

  /** Says what becomes of one line of a side. Never throws; a promise that it returns never rejects. */
  receive(from: Side, line: Uint8Array): Step | Promise<Step> {
    return this.#readers[from].read(line)
  }
  /** Turns down a line; `line` is absent when it was too long to be held. */
  refuse(from: Side, refusal: Refusal, line?: Uint8Array): Step | Promise<Step> {
    return after(this.#ledger.recordRefusal(from, refusal, line), () => this.#refusalStep(from, refusal))
  }

  /** The client has gone: nobody is there any more for whom a call could wait. */
  stopWaiting(): void {
    this.#waitingRoom.close()
  }

  /** The server has gone: ends all waiting, and returns what the client still has to be told. */
  close({ code, message }: ProxyError): Uint8Array[] {
    this.stopWaiting()
    const error = { code: INTERNAL_ERROR_CODE, message: `[KVLAR] ${message}`, data: { _kvlar: { code } } }
    return this.#ledger.close().map(({ request }) => errorAnswer(request.id, error))
  }

  #take(from: Side, reading: ReadMessageAnswer, line: Uint8Array): Step | Promise<Step> {
    if (!reading.ok) return this.refuse(from, reading.refusal, line)
    const { message } = reading
    switch (message.kind) {
      case 'request':
        return this.#request(message, line)
      case 'notification':
        return message.method === 'notifications/cancelled' ? this.#cancel(message) : this.#notify(message)
      case 'response':
        return this.#respond(message, line)
    }
  }

  #request(message: RequestMessage, line: Uint8Array): Step | Promise<Step> {
    const actions = toActions(message, this.#options.identity)
    const call = openCall(message, actions.length === 0 ? 0 : ++this.#calls)
    const opened = this.#ledger.add(call)
    if (opened !== 'opened') return this.refuse(message.from, notOpened(opened, message.id), line)
    if (actions.length === 0) return send(call, message.bytes)
    const ruling = this.#judge(message, call, actions)
    return after(ruling, (known) => this.#settleRequest(message, call, known))
  }

  #settleRequest(message: RequestMessage, call: OpenCall, ruling: Ruling): Step {
    // Cancelled while it was being judged, or the connection has ended.
    if (call.state === 'void') return DROP
    switch (ruling.kind) {
      case 'pass':
        return send(call, message.bytes)
      case 'refuse':
        this.#ledger.remove(call)
        return { kind: 'answer', bytes: denialAnswer(message, ruling.verdict) }
      case 'hold': {
        call.state = 'held'
        const then = (settled: Ruling): Step => this.#settleRequest(message, call, settled)
        const { step, leave } = this.#waitingRoom.enter(ruling, message.bytes.length, then)
        call.leave = leave
        return step
      }
    }
  }

  #notify(message: NotificationMessage): Step | Promise<Step> {
    const actions = toActions(message, this.#options.identity)
    const forward: Step = { kind: 'forward', bytes: message.bytes }
    if (actions.length === 0) return forward
    const settle = (ruling: Ruling): Step => {
      switch (ruling.kind) {
        case 'pass':
          return forward
        case 'refuse':
          return DROP
        case 'hold':
          return this.#waitingRoom.enter(ruling, message.bytes.length, settle).step
      }
    }
    return after(this.#judge(message, undefined, actions), settle)
  }

  /** A request that was not forwarded is stopped here; one that was is stopped by whoever runs it. */
  #cancel(message: NotificationMessage): Step {
    const { from, params } = message
    const id = params?.['requestId']
    const forward: Step = { kind: 'forward', bytes: message.bytes }
    if (typeof id !== 'string' && typeof id !== 'number') return forward
    const call = this.#ledger.find(from, id) ?? this.#ledger.find(from === 'server' ? 'client' : from, id)
    switch (call?.state) {
      case 'judging':
      case 'held':
        // A server may end what it runs for the client (subscriptions, 2026-07-28), not what it has not been given.
        if (call.request.from !== from) return DROP
        call.state = 'void'
        call.leave?.()
        this.#ledger.finish(call, 'cancelled')
        return DROP
      case 'sent':
        this.#ledger.cancel(call)
        return forward
      case undefined:
      case 'answered':
      case 'void':
        return DROP
    }
  }

  #respond(message: ResponseMessage, line: Uint8Array): Step | Promise<Step> {
    const call = this.#ledger.find(OTHER[message.from], message.id)
    if (call?.state !== 'sent') return this.refuse(message.from, notOpen(), line)
    this.#learn(call, message)
    const actions = toActions(message, this.#options.identity)
    if (actions.length === 0) return this.#answer(call, message, line)
    call.state = 'answered'
    const settle = (ruling: Ruling): Step => {
      switch (ruling.kind) {
        case 'pass':
          return this.#answer(call, message, line)
        case 'refuse':
          this.#ledger.finish(call, 'failed', line)
          return { kind: 'forward', bytes: denialAnswer(call.request, ruling.verdict) }
        case 'hold':
          return this.#waitingRoom.enter(ruling, message.bytes.length, settle).step
      }
    }
    return after(this.#judge(message, call, actions), settle)
  }

  #answer(call: OpenCall, message: ResponseMessage, line: Uint8Array): Step {
    const { bytes, value, outcome } = message
    const isToolError = isObject(value) && value['isError'] === true
    this.#ledger.finish(call, outcome === 'error' ? 'failed' : isToolError ? 'tool_error' : 'ok', line)
    if (message.from === 'client' || outcome === 'error') return { kind: 'forward', bytes }
    const { engine, identity } = this.#options
    const listing = { method: call.request.method, bytes, result: value, cached: call.revision !== undefined }
    return { kind: 'forward', bytes: filterList(listing, engine, identity) }
  }

  /** What the answer to some requests says about the rest of the conversation. */
  #learn({ request }: OpenCall, { outcome, value }: ResponseMessage): void {
    if (outcome === 'error') return
    if (request.method === 'tools/list') this.#definitions.remember(listedItems(request.method, value) ?? [])
    if (request.method !== 'initialize' || !isObject(value)) return
    const revision = value['protocolVersion']
    if (typeof revision === 'string') this.#ledger.revision = revision.slice(0, LIMITS.revisionCharsMax)
  }

  #judge(message: Message, call: OpenCall | undefined, actions: readonly Action[]): Ruling | Promise<Ruling> {
    const protocolRevision = call?.revision ?? this.#ledger.revision
    return this.#gate.judge({
      callId: call === undefined || call.callId === 0 ? ++this.#calls : call.callId,
      from: message.from,
      method: message.kind === 'response' ? (call?.request.method ?? '') : message.method,
      actions,
      definitions: this.#definitions.digests,
      mayWait: this.#waitingRoom.hasRoom(message.bytes.length),
      ...(message.kind !== 'notification' && { requestId: message.id }),
      ...(protocolRevision !== undefined && { protocolRevision }),
    })
  }

  #refusalStep(from: Side, refusal: Refusal): Step {
    switch (refusal.about) {
      case 'request':
        return { kind: 'answer', bytes: refusalAnswer(refusal) }
      case 'notification':
        return DROP
      case 'response': {
        const call = refusal.id === null ? undefined : this.#ledger.find(OTHER[from], refusal.id)
        if (call?.state !== 'sent') return DROP
        this.#ledger.finish(call, 'failed')
        return { kind: 'forward', bytes: refusalAnswer(refusal) }
      }
      case 'unknown':
        return from === 'client' ? { kind: 'answer', bytes: refusalAnswer(refusal) } : DROP
    }
  }
}

function send(call: OpenCall, bytes: Uint8Array): Step {
  call.state = 'sent'
  call.sentAt = performance.now()
  return { kind: 'forward', bytes }
}

/** An id in flight belongs to another request: an error under it would be taken for that one's answer. */
function notOpened(code: 'ID_IN_FLIGHT' | 'TOO_MANY_IN_FLIGHT', id: MessageId): Refusal {
  return code === 'ID_IN_FLIGHT'
    ? {
        code,
        message: 'a request uses an id that is in flight',
        jsonRpcCode: -32600,
        id: null,
        about: 'request',
      }
    : { code, message: 'too many requests are in flight', jsonRpcCode: -32600, id, about: 'request' }
}

/** Whoever sent it waits for nothing, so nobody is told. */
function notOpen(): Refusal {
  const message = 'a response answers no open request'
  return { code: 'ID_NOT_OPEN', message, jsonRpcCode: -32600, id: null, about: 'notification' }
}
