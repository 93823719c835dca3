import type { Action, CallEnd, ProxyError } from '@kvlar/core'
import { after } from '@kvlar/gate'
import { Answers } from './answers.ts'
import { cancelStep } from './cancel-step.ts'
import { elicitationModes } from '../asking/elicitation-modes.ts'
import { HeldCalls } from '../asking/held-calls.ts'
import { Ledger } from './ledger.ts'
import { LineReader } from '../line-reader.ts'
import { judgeMessages, type JudgeMessage, type Ruling } from '../judge-message.ts'
import { openCall, type OpenCall } from './open-call.ts'
import { notOpened } from './open-refusals.ts'
import { OwnRequests } from './own-requests.ts'
import type { Emit } from '../ports.ts'
import { questionAnswer } from '../asking/question-answer.ts'
import { refusalStep } from './refusal-step.ts'
import { Remarks } from './remarks.ts'
import { send } from './send-step.ts'
import { isRetry, readRetry, type Repeatable } from '../asking/retry.ts'
import type { SessionOptions } from './session-options.ts'
import { DROP, type Step } from './step.ts'
import { ToolDefinitions } from '../listing/tool-definitions.ts'
import { unrefTimer } from '../unref-timer.ts'
import { denialAnswer, errorAnswer, INTERNAL_ERROR_CODE } from '../wire/answers/denial.ts'
import {
  OTHER_SIDE,
  type Message,
  type NotificationMessage,
  type RequestMessage,
  type Side,
} from '../wire/message.ts'
import type { ReadMessageAnswer } from '../wire/read-message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'
import { toActions } from '../wire/to-actions.ts'
import { withPermit } from '../wire/with-permit.ts'

/** Takes nothing, so that nothing is asked. */
const MUTE: Emit = () => false

/**
 * One connection between a client and a server: pairs requests and answers, and says of every line what becomes of it.
 * It holds no sockets; its steps are carried out in the order of their lines by whoever does (`InOrder`).
 */
export class Session {
  readonly #options: SessionOptions
  readonly #judgeMessage: JudgeMessage
  readonly #ledger: Ledger
  readonly #definitions = new ToolDefinitions()
  readonly #own: OwnRequests
  readonly #held: HeldCalls
  readonly #answers: Answers
  readonly #remarks: Remarks
  readonly #readers = {
    client: new LineReader('client', (answer, line) => this.#take('client', answer, line)),
    server: new LineReader('server', (answer, line) => this.#take('server', answer, line)),
  }
  readonly #now: () => number
  #calls = 0
  /** Resolves when the client has asked for something. */
  readonly asked: Promise<void>
  #whenAsked: () => void = () => undefined
  readonly #unhear: (() => void) | undefined
  /** Why nothing is asked of the server any more. */
  #gone: OwnError | undefined

  constructor(options: SessionOptions) {
    const { sessionId, record, now = Date.now, identity, emit = MUTE, schedule = unrefTimer } = options
    this.#options = options
    this.#now = now
    this.#own = new OwnRequests(emit)
    const { whereDecided, remark = () => undefined } = options
    this.#held = new HeldCalls({
      identity,
      emit,
      schedule,
      whereDecided,
      remark,
      own: this.#own,
      definitions: this.#definitions,
    })
    this.#judgeMessage = judgeMessages(options.gate, { sessionId, sessionStartedAtMs: now() })
    const ended = (callId: number, end: CallEnd): void => options.gate.ended({ sessionId, callId }, end)
    this.#ledger = new Ledger({ sessionId, record, now, ended })
    this.#remarks = new Remarks(remark)
    this.asked = new Promise((resolve) => (this.#whenAsked = resolve))
    this.#answers = new Answers({
      ...options,
      ledger: this.#ledger,
      own: this.#own,
      held: this.#held,
      definitions: this.#definitions,
      remarks: this.#remarks,
      judge: (message, call, actions) => this.#judge(message, call, actions),
      refuse: ({ from }, refusal, line) => this.refuse(from, refusal, line),
    })
    this.#unhear = options.onListChange?.(() => this.#tellListChanges(emit))
  }

  /** Says what becomes of one line of a side. Never throws; a promise that it returns never rejects. */
  receive(from: Side, line: Uint8Array): Step | Promise<Step> {
    return this.#readers[from].read(line)
  }
  /** Turns down a line; `line` is absent when it was too long to be held. */
  refuse(from: Side, refusal: Refusal, line?: Uint8Array): Step | Promise<Step> {
    const concerned = { ledger: this.#ledger, own: this.#own }
    this.#remarks.refused(from, refusal)
    return after(this.#ledger.recordRefusal(from, refusal, line), () => refusalStep(from, refusal, concerned))
  }

  /** Resolves once the client waits for no answer. */
  whenAnswered(): Promise<void> {
    return this.#ledger.whenAnswered()
  }

  /**
   * Takes no more requests of the client, which are answered with this error, and has what waits for humans told to come
   * back. What the server has been given goes on, and so does all that its answer may need.
   */
  drain(error: ProxyError): void {
    this.#gone = ownError(error)
    this.#held.leave()
  }

  /** The client has gone: nobody is there any more for whom a call could wait. */
  stopWaiting(): void {
    this.#held.close()
  }

  /**
   * The server has gone: ends all waiting, and returns what the client still has to be told. Whatever it asks for from
   * now on is answered with this error.
   */
  close(gone: ProxyError): Uint8Array[] {
    this.stopWaiting()
    this.#unhear?.()
    this.#own.close()
    const error = ownError(gone)
    this.#gone = error
    return this.#ledger.close().map(({ request }) => errorAnswer(request.id, error))
  }

  /** What a client has listed before may be callable no longer, or again. */
  #tellListChanges(emit: Emit): void {
    for (const list of this.#answers.changingLists)
      emit(
        'client',
        Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: `notifications/${list}/list_changed` })),
      )
  }

  #take(from: Side, reading: ReadMessageAnswer, line: Uint8Array): Step | Promise<Step> {
    if (!reading.ok) return this.refuse(from, reading.refusal, line)
    const { message } = reading
    switch (message.kind) {
      case 'request':
        return this.#request(message, line)
      case 'notification':
        return message.method === 'notifications/cancelled'
          ? cancelStep(message, this.#ledger)
          : this.#notify(message)
      case 'response':
        return this.#answers.take(message, line)
    }
  }

  #request(message: RequestMessage, line: Uint8Array): Step | Promise<Step> {
    const { from, id, method, params } = message
    if (from === 'client') this.#whenAsked()
    if (from === 'client' && this.#gone !== undefined)
      return { kind: 'answer', bytes: errorAnswer(id, this.#gone) }
    if (this.#own.has(OTHER_SIDE[from], id)) return this.refuse(from, notOpened('ID_IN_FLIGHT', id), line)
    if (isRetry(message)) return this.#retry(message, line)
    if (from === 'client' && method === 'initialize')
      this.#held.modes = elicitationModes(params?.['capabilities'])
    return this.#open(message, line, undefined)
  }

  /** A call that is made again with what the client's user said: judged and forwarded without that. */
  #retry(message: RequestMessage, line: Uint8Array): Step | Promise<Step> {
    const { from, id } = message
    const isTaken = this.#ledger.find(from, id) !== undefined
    const retry = isTaken
      ? notOpened('ID_IN_FLIGHT', id)
      : readRetry(message, this.#options.identity, this.#now())
    return 'code' in retry
      ? this.refuse(from, retry, line)
      : this.#open(retry.message, line, retry.repeatable)
  }

  #open(message: RequestMessage, line: Uint8Array, repeatable: Repeatable | undefined): Step | Promise<Step> {
    const actions = toActions(message, this.#options.identity)
    const call = openCall(message, actions.length === 0 ? 0 : ++this.#calls)
    call.repeatable = repeatable
    const opened = this.#ledger.add(call)
    if (opened !== 'opened') return this.refuse(message.from, notOpened(opened, message.id), line)
    if (actions.length === 0) return send(call, message.bytes)
    const ruling = this.#judge(message, call, actions)
    return after(ruling, (known) => this.#settleRequest(message, call, known))
  }

  #settleRequest(message: RequestMessage, call: OpenCall, ruling: Ruling): Step {
    const approvalId = 'approvalId' in ruling ? ruling.approvalId : undefined
    if (approvalId !== undefined && (call.state === 'void' || ruling.kind === 'refuse')) {
      this.#ledger.abandon(call, approvalId)
    }
    // Cancelled while it was being judged, or the connection has ended.
    if (call.state === 'void') {
      const { gate, sessionId } = this.#options
      gate.ended({ sessionId, callId: call.callId }, 'not_run')
      return DROP
    }
    switch (ruling.kind) {
      case 'pass':
        call.approvalId = approvalId
        return send(call, withPermit(message, ruling.permit))
      case 'refuse':
        this.#ledger.remove(call)
        if (message.from === 'server') this.#remarks.stopped('server', message.method, ruling.verdict)
        return {
          kind: 'answer',
          bytes: denialAnswer(message, ruling.verdict, ruling.approval, this.#options.whereDecided),
        }
      case 'input_required':
        this.#ledger.remove(call)
        return {
          kind: 'answer',
          bytes: questionAnswer(message, ruling, call.repeatable, {
            nowMs: this.#now(),
            place: this.#options.whereDecided,
          }),
        }
      case 'hold':
        return this.#held.holdRequest(message, call, ruling, (settled) =>
          this.#settleRequest(message, call, settled),
        )
    }
  }

  #notify(message: NotificationMessage): Step | Promise<Step> {
    const actions = toActions(message, this.#options.identity)
    const forward: Step = { kind: 'forward', bytes: message.bytes }
    this.#ledger.told(message.from)
    this.#definitions.hear(message)
    if (actions.length === 0) return forward
    const settle = (ruling: Ruling): Step => {
      switch (ruling.kind) {
        case 'pass':
          return forward
        case 'refuse':
        case 'input_required':
          this.#remarks.stopped(message.from, message.method, ruling.verdict)
          return DROP
        case 'hold':
          return this.#held.hold(ruling, message.bytes.length, settle)
      }
    }
    return after(this.#judge(message, undefined, actions), settle)
  }

  #judge(message: Message, call: OpenCall | undefined, actions: readonly Action[]): Ruling | Promise<Ruling> {
    const protocolRevision = call?.revision ?? this.#ledger.revision
    const requestId = message.kind === 'request' ? message.id : call?.request.id
    return this.#judgeMessage({
      callId: call === undefined || call.callId === 0 ? ++this.#calls : call.callId,
      actions,
      context: {
        from: message.from,
        method: message.kind === 'response' ? (call?.request.method ?? '') : message.method,
        ...(requestId !== undefined && { requestId }),
        ...(protocolRevision !== undefined && { protocolRevision }),
      },
      definitions: this.#definitions.digests,
      mayWait: this.#held.hasRoom(message.bytes.length),
    })
  }
}

type OwnError = Parameters<typeof errorAnswer>[1]

function ownError({ code, message }: ProxyError): OwnError {
  return { code: INTERNAL_ERROR_CODE, message: `[KVLAR] ${message}`, data: { _kvlar: { code } } }
}
