import type { Readable, Writable } from 'node:stream'
import { InOrder } from '../session/in-order.ts'
import type { Session } from '../session/session.ts'
import type { Done } from '../session/step.ts'
import { LineSplitter } from '../wire/line-splitter.ts'
import type { Side } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'
import { LineWriter } from './line-writer.ts'
import { quoteForLog, type Log } from './log.ts'

/** The two streams of one side. */
export interface Ends {
  readonly input: Readable
  readonly output: Writable
}

export interface LinkOptions {
  readonly session: Session
  readonly log: Log
  readonly client: Ends
  readonly server: Ends
  /** Longest message in bytes. */
  readonly lineBytesMax?: number
}

/** The bytes that a message of the protocol can begin with; anything else on a server's stdout is a stray print. */
const OBJECT = 0x7b
const ARRAY = 0x5b
/** Some runtimes put it before the first thing that they print (UTF-8); what follows is refused as a message. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Moves lines between two sides as a session says, each side read only as fast as the other takes what comes of it. */
export class Link {
  readonly client: Direction
  readonly server: Direction

  constructor(options: LinkOptions) {
    const balance = (): void => {
      this.client.balance()
      this.server.balance()
    }
    const toClient = new LineWriter(options.client.output, balance)
    const toServer = new LineWriter(options.server.output, balance)
    const { session, log, lineBytesMax } = options
    const common = { session, log, lineBytesMax }
    this.client = new Direction({
      ...common,
      from: 'client',
      input: options.client.input,
      back: toClient,
      on: toServer,
    })
    this.server = new Direction({
      ...common,
      from: 'server',
      input: options.server.input,
      back: toServer,
      on: toClient,
    })
  }
}

interface DirectionOptions {
  readonly session: Session
  readonly log: Log
  readonly lineBytesMax: number | undefined
  readonly from: Side
  readonly input: Readable
  /** To the side that is read here. */
  readonly back: LineWriter
  /** To the other side. */
  readonly on: LineWriter
}

/** What comes from one side. */
class Direction {
  /** Resolves when the side has ended and everything it sent has been dealt with, except what waits for humans. */
  readonly ended: Promise<void>
  readonly #options: DirectionOptions
  readonly #splitter: LineSplitter
  readonly #row: InOrder
  #paused = false
  #stopped = false

  constructor(options: DirectionOptions) {
    const { input } = options
    this.#options = options
    this.#splitter = new LineSplitter(options.lineBytesMax, options.from)
    this.#row = new InOrder((step) => this.#carryOut(step))
    input.on('data', (chunk: Uint8Array) => this.#take(chunk))
    this.ended = new Promise((resolve) => {
      const end = (): void => this.#row.whenEmpty(resolve)
      input.once('end', end)
      input.once('close', end)
      input.on('error', end)
    })
  }

  /** The writer to the side that is read here. */
  get writer(): LineWriter {
    return this.#options.back
  }

  /** Writes a line of our own to the side that is read here, unless too much waits for it already. */
  tell(line: Uint8Array): boolean {
    const { back } = this.#options
    if (back.isFull) return false
    back.push(line)
    return true
  }

  /** Reads no further. */
  stop(): void {
    this.#stopped = true
    this.#options.input.pause()
  }

  /** Pauses or resumes reading, as the writers and the row have room. */
  balance(): void {
    if (this.#stopped) return
    const { input, back, on } = this.#options
    const full = back.isFull || on.isFull || this.#row.isFull
    if (full === this.#paused) return
    this.#paused = full
    if (full) input.pause()
    else input.resume()
  }

  #take(chunk: Uint8Array): void {
    if (this.#stopped) return
    const { back, on } = this.#options
    back.batch()
    on.batch()
    for (const split of this.#splitter.push(chunk)) {
      if (split.kind === 'line') this.#line(split.bytes)
      else this.#refused(split.refusal)
    }
    back.flush()
    on.flush()
    this.balance()
  }

  #line(line: Uint8Array): void {
    const { session, log, from } = this.#options
    if (from === 'server' && !looksLikeMessage(line)) {
      log.complain(`dropped a line of the server's stdout that is no message: ${quoteForLog(line)}`)
      return
    }
    this.#row.add(session.receive(from, line), line.length)
  }

  #refused(refusal: Refusal): void {
    const { session, from } = this.#options
    this.#row.add(session.refuse(from, refusal), 0)
  }

  #carryOut(step: Done): void {
    const { back, on } = this.#options
    if (step.kind === 'several') for (const one of step.steps) this.#carryOut(one)
    else if (step.kind === 'forward') on.push(step.bytes)
    else if (step.kind === 'answer') back.push(step.bytes)
    if (this.#paused) this.balance()
  }
}

function looksLikeMessage(line: Uint8Array): boolean {
  const start = BYTE_ORDER_MARK.every((byte, index) => line[index] === byte) ? BYTE_ORDER_MARK.length : 0
  const first = line.subarray(start).find((byte) => byte !== 0x20 && byte !== 0x09)
  return first === OBJECT || first === ARRAY
}
