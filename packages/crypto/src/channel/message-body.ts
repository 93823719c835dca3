import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { toHex, fromHex } from '../bytes/hex.ts'
import { LIMITS } from '../limits.ts'
import { encodeSignature, readSignature, type Signature } from '../signing/signature.ts'

/** The sealed part of a message. */
export interface MessageBody {
  /** 128 random bits, lower-case hexadecimal: what replay protection goes by. */
  readonly messageId: string
  readonly contextId: string
  readonly correlationId: string
  /** Counts the messages of one channel object, from 0. */
  readonly sequence: number
  /** Unix milliseconds on the sender's clock. */
  readonly sentAtMs: number
  readonly data: Uint8Array
}

const MESSAGE_ID_BYTES = 16

/** The bytes of a body, without its signature. */
export function encodeBody(body: MessageBody): Uint8Array {
  return new ByteWriter()
    .raw(fromHex(body.messageId, MESSAGE_ID_BYTES))
    .text(body.contextId)
    .text(body.correlationId)
    .u64(body.sequence)
    .u64(body.sentAtMs)
    .sized(body.data)
    .finish()
}

/** What seals: the body and, except in unsigned messages, its signature. */
export function encodePlain(body: Uint8Array, signature: Signature | undefined): Uint8Array {
  const writer = new ByteWriter().sized(body)
  return (signature === undefined ? writer : writer.raw(encodeSignature(signature))).finish()
}

export function readPlain(plain: Uint8Array, isSigned: boolean) {
  const reader = new ByteReader(plain)
  const bytes = reader.sized(plain.length)
  const signature = isSigned ? readSignature(reader) : undefined
  reader.end()
  return { bytes, body: readBody(bytes), signature }
}

function readBody(bytes: Uint8Array): MessageBody {
  const reader = new ByteReader(bytes)
  const body = {
    messageId: toHex(reader.raw(MESSAGE_ID_BYTES)),
    contextId: reader.text(LIMITS.channelIdBytesMax),
    correlationId: reader.text(LIMITS.channelIdBytesMax),
    sequence: reader.u64(),
    sentAtMs: reader.u64(),
    data: reader.sized(LIMITS.channelDataBytesMax),
  }
  reader.end()
  // Text that does not survive the round trip would have two encodings.
  if (Buffer.compare(encodeBody(body), bytes) !== 0) throw new MalformedBytes('body has another encoding')
  return body
}
