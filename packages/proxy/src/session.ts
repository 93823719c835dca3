import { hash } from 'node:crypto'
import type { Action } from '@kvlar/core'
import { after } from './after.ts'
import { createGate, type Gate, type GateOptions, type Ruling } from './gate.ts'
import { isObject } from './is-object.ts'
import { LIMITS } from './limits.ts'
import { filterList, listedItems } from './list-filter.ts'
import { openCall, type OpenCall } from './open-call.ts'
import type { ProxyEvent, ResultEvent } from './ports.ts'
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
import { OpenRequests } from './wire/open-requests.ts'
import { readMessage } from './wire/read-message.ts'
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
  readonly #now: () => number
  readonly #open = { client: new OpenRequests<OpenCall>(), server: new OpenRequests<OpenCall>() }
  readonly #definitions = new ToolDefinitions()
  readonly #waitingRoom = new WaitingRoom()
  /** Cancelled after they were forwarded: a late answer still finds its place, up to a bound. */
  readonly #cancelled: OpenCall[] = []
  #calls = 0
  /** The revision agreed on by `initialize`; the newest era states one with every request instead. */
  #revision: string | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#gate = createGate(options)
    this.#now = options.now ?? Date.now
  }

  /** Says what becomes of one line of a side. Never throws; a promise that it returns never rejects. */
  receive(from: Side, line: Uint8Array): Step | Promise<Step> {
    const reading = readMessage(line, from)
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

  /** Turns down a line; one that was too long to be held is absent. */
  refuse(from: Side, refusal: Refusal, line?: Uint8Array): Step | Promise<Step> {
    const told = (): Step => this.#refusalStep(from, refusal)
    const written = this.#record({
      kind: 'refused',
      sessionId: this.#options.sessionId,
      atMs: this.#now(),
      from,
      code: refusal.code,
      message: refusal.message,
      ...(this.#revision !== undefined && { protocolRevision: this.#revision }),
      ...(line !== undefined && { digest: hash('sha256', line), bytes: line.length }),
    })
    // A refusal stands whether or not it could be recorded.
    return written instanceof Promise ? written.then(told, told) : told()
  }

  /** The client has gone: nobody is there any more for whom a call could wait. */
  stopWaiting(): void {
    this.#waitingRoom.close()
  }

  /** The server has gone: ends all waiting, and returns what the client still has to be told. */
  close(reason: string): Uint8Array[] {
    this.stopWaiting()
    const unanswered = this.#open.client.takeAll().map(([, call]) => call)
    const unasked = this.#open.server.takeAll().map(([, call]) => call)
    for (const call of [...unanswered, ...unasked]) this.#end(call, 'unknown')
    const error = { code: INTERNAL_ERROR_CODE, message: reason }
    return unanswered.map(({ request }) => errorAnswer(request.id, error))
  }

  #request(message: RequestMessage, line: Uint8Array): Step | Promise<Step> {
    const actions = toActions(message, this.#options.identity)
    const call = openCall(message, actions.length === 0 ? 0 : ++this.#calls)
    const opened = this.#open[message.from].add(message.id, call)
    if (opened !== 'opened') return this.refuse(message.from, notOpened(opened, message.id), line)
    if (actions.length === 0) return this.#send(call, message.bytes)
    return after(this.#judge(message, call, actions), (ruling) => this.#settleRequest(message, call, ruling))
  }

  #settleRequest(message: RequestMessage, call: OpenCall, ruling: Ruling): Step {
    // Cancelled while it was being judged, or the connection has ended.
    if (call.state === 'void') return DROP
    switch (ruling.kind) {
      case 'pass':
        return this.#send(call, message.bytes)
      case 'refuse':
        this.#open[message.from].take(message.id)
        return { kind: 'answer', bytes: denialAnswer(message, ruling.verdict) }
      case 'hold': {
        const { step, leave } = this.#waitingRoom.enter(ruling, message.bytes.length, (settled) =>
          this.#settleRequest(message, call, settled),
        )
        call.state = 'held'
        call.leave = leave
        return step
      }
    }
  }

  #send(call: OpenCall, bytes: Uint8Array): Step {
    call.state = 'sent'
    call.sentAt = performance.now()
    return { kind: 'forward', bytes }
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
    // Since 2026-07-28 a server ends a subscription by cancelling the client's own request.
    const call = this.#open[from].get(id) ?? (from === 'server' ? this.#open.client.get(id) : undefined)
    switch (call?.state) {
      case 'judging':
      case 'held':
        this.#void(call)
        return DROP
      case 'sent':
        this.#end(call, 'cancelled')
        this.#keepCancelled(call)
        return forward
      case undefined:
      case 'answered':
      case 'void':
        return DROP
    }
  }

  #void(call: OpenCall): void {
    this.#open[call.request.from].take(call.request.id)
    this.#end(call, 'cancelled')
    call.state = 'void'
    call.leave?.()
  }

  #keepCancelled(call: OpenCall): void {
    this.#cancelled.push(call)
    if (this.#cancelled.length <= LIMITS.cancelledMax) return
    const oldest = this.#cancelled.shift()
    if (oldest !== undefined) this.#forget(oldest)
  }

  /** Closes a call, unless its id has been taken by a later one. */
  #forget(call: OpenCall): void {
    const calls = this.#open[call.request.from]
    if (calls.get(call.request.id) === call) calls.take(call.request.id)
  }

  #respond(message: ResponseMessage, line: Uint8Array): Step | Promise<Step> {
    const call = this.#open[OTHER[message.from]].get(message.id)
    if (call?.state !== 'sent') return this.refuse(message.from, notOpen(message.id), line)
    this.#learn(call, message)
    const actions = toActions(message, this.#options.identity)
    if (actions.length === 0) return this.#answer(call, message, line)
    call.state = 'answered'
    return after(this.#judge(message, call, actions), (ruling) =>
      this.#settleResponse(call, message, { line, ruling }),
    )
  }

  #settleResponse(call: OpenCall, message: ResponseMessage, judged: JudgedResponse): Step {
    const { line, ruling } = judged
    switch (ruling.kind) {
      case 'pass':
        return this.#answer(call, message, line)
      case 'refuse':
        this.#forget(call)
        this.#end(call, 'failed', line)
        return { kind: 'forward', bytes: denialAnswer(call.request, ruling.verdict) }
      case 'hold': {
        const { step, leave } = this.#waitingRoom.enter(ruling, message.bytes.length, (settled) =>
          this.#settleResponse(call, message, { line, ruling: settled }),
        )
        call.leave = leave
        return step
      }
    }
  }

  #answer(call: OpenCall, message: ResponseMessage, line: Uint8Array): Step {
    this.#forget(call)
    this.#end(call, resultKind(message), line)
    if (message.from === 'client' || message.outcome === 'error')
      return { kind: 'forward', bytes: message.bytes }
    const { engine, identity } = this.#options
    const listing = { method: call.request.method, bytes: message.bytes, result: message.value }
    const cached = call.revision !== undefined
    return { kind: 'forward', bytes: filterList({ ...listing, cached }, engine, identity) }
  }

  /** What the answer to some requests says about the rest of the conversation. */
  #learn({ request }: OpenCall, { outcome, value }: ResponseMessage): void {
    if (outcome === 'error') return
    if (request.method === 'tools/list') this.#definitions.remember(listedItems(request.method, value) ?? [])
    if (request.method !== 'initialize' || !isObject(value)) return
    const revision = value['protocolVersion']
    if (typeof revision === 'string') this.#revision = revision.slice(0, LIMITS.revisionCharsMax)
  }

  #judge(message: Message, call: OpenCall | undefined, actions: readonly Action[]): Ruling | Promise<Ruling> {
    const protocolRevision = call?.revision ?? this.#revision
    return this.#gate.judge({
      callId: call?.callId === undefined || call.callId === 0 ? ++this.#calls : call.callId,
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
        const call = refusal.id === null ? undefined : this.#open[OTHER[from]].get(refusal.id)
        if (call?.state !== 'sent') return DROP
        this.#forget(call)
        this.#end(call, 'failed')
        return { kind: 'forward', bytes: refusalAnswer(refusal) }
      }
      case 'unknown':
        return from === 'client' ? { kind: 'answer', bytes: refusalAnswer(refusal) } : DROP
    }
  }

  /** Records how a judged request ended, once. The answer is not kept waiting for it: the decision is on record. */
  #end(call: OpenCall, result: ResultEvent['result'], line?: Uint8Array): void {
    if (call.callId === 0 || call.closed) return
    call.closed = true
    const protocolRevision = call.revision ?? this.#revision
    const written = this.#record({
      kind: 'result',
      sessionId: this.#options.sessionId,
      atMs: this.#now(),
      callId: call.callId,
      result,
      latencyMs: call.sentAt === 0 ? 0 : performance.now() - call.sentAt,
      ...(protocolRevision !== undefined && { protocolRevision }),
      ...(line !== undefined && { digest: hash('sha256', line), bytes: line.length }),
    })
    // Whoever records notices its own failures; from then on it refuses decisions, and those deny.
    if (written instanceof Promise) written.catch(() => undefined)
  }

  #record(event: ProxyEvent): Promise<void> | void {
    try {
      return this.#options.record(event)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

interface JudgedResponse {
  readonly line: Uint8Array
  readonly ruling: Ruling
}

function resultKind({ outcome, value }: ResponseMessage): ResultEvent['result'] {
  if (outcome === 'error') return 'failed'
  return isObject(value) && value['isError'] === true ? 'tool_error' : 'ok'
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

function notOpen(id: MessageId): Refusal {
  return {
    code: 'ID_NOT_OPEN',
    message: 'a response answers no open request',
    jsonRpcCode: -32600,
    id,
    about: 'notification',
  }
}
