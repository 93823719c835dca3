import { Buffer } from 'node:buffer'
import { addresseeOf, everybody, isMessageId, type Addressee, type Outline } from './addressee.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { Side } from './message.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const BLANK = 0x20
const LETTER_OF_NULL = 0x6e
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/** Names that matter are short, also where each of their characters is an escape. */
const KEY_BYTES_MAX = 64
const ID_BYTES_MAX = WIRE_LIMITS.idCharsMax * 6 + 2

const UNKNOWN: Outline = {
  id: null,
  hasId: false,
  hasVersion: false,
  isCall: false,
  hasResult: false,
  hasError: false,
}

type Draft = { -readonly [Key in keyof Outline]: Outline[Key] }

/**
 * Makes out whom the messages of a line concern that cannot be read, or cannot even be held: a lenient reading of
 * their outermost members, byte by byte in bounded memory. It is good for nothing else: it chooses who is told of a
 * refusal, and nothing of it is forwarded. Takes one message, a batch, or several messages that ran into one line.
 */
export class EnvelopeScan {
  readonly #from: Side
  readonly #closed: Addressee[] = []
  #draft: Draft | undefined
  /** Containers around a message: one in a batch. */
  #around = 0
  #depth = 0
  #started = 0
  /** Nothing that follows can be made out. */
  #over = false
  #inString = false
  #escaped = false
  #isKey = false
  #key = ''
  #isValueNext = false
  /** The bytes of a key or an id, while they are collected. */
  #bytes: number[] | undefined

  constructor(from: Side) {
    this.#from = from
  }

  /** Whoever is known already to be waiting; undefined while that may still change. */
  get known(): Addressee | undefined {
    const draft = this.#draft
    if (this.#closed.length > 0 || draft === undefined || draft.id === null) return undefined
    const addressee = addresseeOf(draft, this.#from)
    return addressee.about === 'request' || addressee.about === 'response' ? addressee : undefined
  }

  /** Whether the rest of the line can tell nothing more. */
  get isOver(): boolean {
    return this.#over
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#over) return
      if (this.#inString) this.#text(byte)
      else this.#token(byte)
    }
  }

  /** Everybody concerned, now that the line has ended. */
  finish(): readonly [Addressee, ...Addressee[]] {
    const cut = this.#draft === undefined ? [] : [addresseeOf(this.#draft, this.#from)]
    return everybody([...this.#closed, ...cut])
  }

  #text(byte: number): void {
    this.#collect(byte)
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) {
      this.#inString = false
      if (this.#isKey) this.#endKey()
    }
  }

  #token(byte: number): void {
    const level = this.#depth - this.#around
    if (byte <= BLANK) return
    if (level <= 0) this.#between(byte)
    else if (level === 1) this.#member(byte)
    else {
      this.#collect(byte)
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1
    }
    if (byte === QUOTE) this.#inString = true
  }

  /** Around messages: what is neither one nor part of a batch ends the search, so that a log line names nobody. */
  #between(byte: number): void {
    if (byte === OPEN_BRACE && this.#closed.length < WIRE_LIMITS.addresseesMax) {
      this.#depth += 1
      this.#draft = { ...UNKNOWN }
      this.#isKey = true
    } else if (byte === OPEN_BRACKET && this.#depth === 0 && this.#closed.length === 0) {
      this.#depth = 1
      this.#around = 1
    } else if (byte === COMMA && this.#around === 1) {
      // The next message of the batch.
    } else if (byte === BYTE_ORDER_MARK[this.#started] && this.#closed.length === 0) {
      this.#started += 1
    } else this.#over = true
  }

  #member(byte: number): void {
    switch (byte) {
      case COLON:
        this.#isValueNext = true
        if (this.#key === 'id') this.#beginId()
        return
      case COMMA:
        this.#endValue()
        this.#isKey = true
        return
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.#endValue()
        this.#endMessage()
        return
    }
    if (byte === QUOTE && this.#isKey) this.#bytes = []
    this.#collect(byte)
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1
    if (this.#isValueNext) this.#beginValue(byte)
  }

  #collect(byte: number): void {
    if (this.#bytes === undefined) return
    this.#bytes.push(byte)
    if (this.#bytes.length > (this.#isKey ? KEY_BYTES_MAX : ID_BYTES_MAX)) this.#bytes = undefined
  }

  #endKey(): void {
    const key = this.#take()
    this.#key = typeof key === 'string' ? key : ''
    this.#isKey = false
  }

  #beginValue(first: number): void {
    this.#isValueNext = false
    const draft = this.#draft
    if (draft === undefined) return
    if (this.#key === 'jsonrpc') draft.hasVersion = true
    else if (this.#key === 'method') draft.isCall = first !== LETTER_OF_NULL
    else if (this.#key === 'result') draft.hasResult = true
    else if (this.#key === 'error') draft.hasError = true
  }

  /** Of two ids, neither is known to be the one that somebody waits for. */
  #beginId(): void {
    const draft = this.#draft
    if (draft === undefined) return
    this.#bytes = draft.hasId ? undefined : []
    draft.hasId = true
    draft.id = null
  }

  #endValue(): void {
    const draft = this.#draft
    if (draft === undefined || this.#key !== 'id') return
    const id = this.#take()
    if (isMessageId(id)) draft.id = id
    this.#key = ''
  }

  #endMessage(): void {
    if (this.#draft !== undefined) this.#closed.push(addresseeOf(this.#draft, this.#from))
    this.#draft = undefined
    this.#isKey = false
    this.#depth -= 1
  }

  #take(): unknown {
    const bytes = this.#bytes
    this.#bytes = undefined
    try {
      return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))
    } catch {
      return undefined
    }
  }
}
