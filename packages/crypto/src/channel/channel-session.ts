import { ByteReader } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { ChannelError } from '../errors/channel-error.ts'
import { LIMITS } from '../limits.ts'
import { RecordKey } from './record-key.ts'

/** What came out of a record: data, or the other side's last word. */
export type SessionRecord = { readonly kind: 'data'; readonly data: Uint8Array } | { readonly kind: 'end' }

const DATA = 1
const END = 2
const HEADER_BYTES = 13

/**
 * One direction: which key, which record, and how much the key has sealed.
 * INVARIANT: records are numbered through all keys, so that none can be dropped where the key changes.
 */
interface Direction {
  key: RecordKey
  epoch: number
  sequence: number
  keyRecords: number
  keyBytes: number
}

const begin = (chain: Uint8Array): Direction => ({
  key: new RecordKey(chain),
  epoch: 0,
  sequence: 0,
  keyRecords: 0,
  keyBytes: 0,
})

/**
 * An established session: records in order, each direction under its own key, which is replaced as it is used up.
 * A repeated, skipped or changed record is refused; so is everything after the end, and a missing end shows truncation.
 */
export class ChannelSession {
  readonly #send: Direction
  readonly #receive: Direction
  #sentEnd = false
  #receivedEnd = false

  /** @param keys 32 secret bytes for each direction; the session wipes them */
  constructor(keys: { readonly send: Uint8Array; readonly receive: Uint8Array }) {
    this.#send = begin(keys.send)
    this.#receive = begin(keys.receive)
  }

  /** Whether the other side has said that nothing more comes. */
  get isComplete(): boolean {
    return this.#receivedEnd
  }

  /** The next record. @throws ChannelError `CHANNEL_CLOSED` after `end`, `CHANNEL_INVALID_ARGUMENT` over 16 MiB */
  seal(data: Uint8Array): Uint8Array {
    if (!(data instanceof Uint8Array) || data.length > LIMITS.channelDataBytesMax)
      throw new ChannelError(
        'CHANNEL_INVALID_ARGUMENT',
        `data is not bytes, or over ${LIMITS.channelDataBytesMax} of them; refusing`,
      )
    return this.#sealRecord(DATA, data)
  }

  /** The last record of this side. */
  end(): Uint8Array {
    const record = this.#sealRecord(END, new Uint8Array())
    this.#sentEnd = true
    return record
  }

  /** Replaces the sending key now; the other side follows with the next record. */
  rekey(): void {
    const { key } = this.#send
    Object.assign(this.#send, { key: key.next(), epoch: this.#send.epoch + 1, keyRecords: 0, keyBytes: 0 })
    key.wipe()
  }

  /**
   * Opens the next record of the other side. A refused record changes nothing: the right one is still accepted.
   * @throws ChannelError `CHANNEL_MALFORMED`, `CHANNEL_REPLAYED`, `CHANNEL_OUT_OF_ORDER`, `CHANNEL_TAMPERED`,
   * `CHANNEL_CLOSED`
   */
  open(record: Uint8Array): SessionRecord {
    const { header, type, epoch, sequence, sealed } = parse(record)
    if (this.#receivedEnd)
      throw new ChannelError('CHANNEL_CLOSED', 'a record came after the end; refusing it')
    const follows = this.#place(epoch, sequence)
    const key = follows === 'same key' ? this.#receive.key : this.#receive.key.next()
    const data = key.open(sequence, header, sealed)
    if (data === undefined) {
      if (key !== this.#receive.key) key.wipe()
      throw new ChannelError('CHANNEL_TAMPERED', 'a record does not open: it was changed; refusing it')
    }
    if (key !== this.#receive.key) this.#receive.key.wipe()
    Object.assign(this.#receive, { key, epoch, sequence: sequence + 1 })
    if (type === DATA) return { kind: 'data', data }
    this.#receivedEnd = true
    return { kind: 'end' }
  }

  /** Overwrites the keys. */
  destroy(): void {
    this.#sentEnd = true
    this.#receivedEnd = true
    this.#send.key.wipe()
    this.#receive.key.wipe()
  }

  #place(epoch: number, sequence: number): 'same key' | 'next key' {
    const expected = this.#receive
    if (sequence < expected.sequence || epoch < expected.epoch)
      throw new ChannelError('CHANNEL_REPLAYED', 'a record came twice; refusing it')
    if (sequence === expected.sequence && epoch === expected.epoch) return 'same key'
    if (sequence === expected.sequence && epoch === expected.epoch + 1) return 'next key'
    throw new ChannelError('CHANNEL_OUT_OF_ORDER', 'records are missing before this one; refusing it')
  }

  #sealRecord(type: number, data: Uint8Array): Uint8Array {
    if (this.#sentEnd)
      throw new ChannelError('CHANNEL_CLOSED', 'this side has ended the session; refusing to seal')
    const sending = this.#send
    if (
      sending.keyRecords >= LIMITS.sessionRecordsPerKey ||
      sending.keyBytes + data.length > LIMITS.sessionBytesPerKey
    )
      this.rekey()
    const header = new ByteWriter().u8(type).u32(sending.epoch).u64(sending.sequence).finish()
    const record = sending.key.seal(sending.sequence, header, data)
    sending.sequence += 1
    sending.keyRecords += 1
    sending.keyBytes += data.length
    return record
  }
}

function parse(record: Uint8Array) {
  if (
    !(record instanceof Uint8Array) ||
    record.length < HEADER_BYTES ||
    record.length > LIMITS.channelDataBytesMax + 64
  )
    throw new ChannelError('CHANNEL_MALFORMED', 'a record is not bytes of a permitted length; refusing it')
  const reader = new ByteReader(record)
  const [type, epoch, high, low] = [reader.u8(), reader.u32(), reader.u32(), reader.u32()]
  const sequence = high * 2 ** 32 + low
  if ((type !== DATA && type !== END) || !Number.isSafeInteger(sequence))
    throw new ChannelError('CHANNEL_MALFORMED', 'a record has no known type or number; refusing it')
  return { header: record.slice(0, HEADER_BYTES), type, epoch, sequence, sealed: reader.rest() }
}
