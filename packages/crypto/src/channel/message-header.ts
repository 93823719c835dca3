import type { ByteReader } from '../bytes/byte-reader.ts'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { SIZES } from '../suites.ts'

/** What a sealed message is. The byte is authenticated, and signed where there is a signature. */
export const MESSAGE_KINDS = { signed: 1, data: 2, hello: 3, reply: 4 } as const

export type MessageKind = keyof typeof MESSAGE_KINDS

/** The part of a sealed message that is in the clear. All of it is authenticated. */
export interface MessageHeader {
  readonly kind: MessageKind
  readonly senderId: string
  readonly recipientId: string
  readonly mlKemCiphertext: Uint8Array
  readonly ephemeralKey: Uint8Array
}

export function encodeHeader(header: MessageHeader): Uint8Array {
  return new ByteWriter()
    .u8(MESSAGE_KINDS[header.kind])
    .raw(fromHex(header.senderId, SIZES.digest))
    .raw(fromHex(header.recipientId, SIZES.digest))
    .raw(header.mlKemCiphertext)
    .raw(header.ephemeralKey)
    .finish()
}

export function readHeader(reader: ByteReader): MessageHeader {
  return {
    kind: kindOf(reader.u8()),
    senderId: toHex(reader.raw(SIZES.digest)),
    recipientId: toHex(reader.raw(SIZES.digest)),
    mlKemCiphertext: reader.raw(SIZES.mlKemCiphertext),
    ephemeralKey: reader.raw(SIZES.x25519Public),
  }
}

function kindOf(code: number): MessageKind {
  switch (code) {
    case MESSAGE_KINDS.signed:
      return 'signed'
    case MESSAGE_KINDS.data:
      return 'data'
    case MESSAGE_KINDS.hello:
      return 'hello'
    case MESSAGE_KINDS.reply:
      return 'reply'
    default:
      throw new MalformedBytes('kind of message is unknown')
  }
}
