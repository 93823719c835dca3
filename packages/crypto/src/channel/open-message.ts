import { createDecipheriv } from 'node:crypto'
import { fromBase64url } from '../bytes/base64url.ts'
import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ChannelError } from '../errors/channel-error.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { LIMITS } from '../limits.ts'
import type { Signature } from '../signing/signature.ts'
import { verifyMessage } from '../signing/verify-message.ts'
import { combineSecrets } from './hybrid-kem.ts'
import { readPlain, type MessageBody } from './message-body.ts'
import { encodeHeader, readHeader, type MessageHeader, type MessageKind } from './message-header.ts'
import { kemKeysOf, type Peers } from './peers.ts'
import { SEAL_LABEL, SEAL_NONCE, SEALED_HEAD, signedBytes } from './seal-message.ts'

const TAG_BYTES = 16
/** Header, ids, signature and base64url around the data. */
const TEXT_CHARS_MAX = Math.ceil((LIMITS.channelDataBytesMax + 16_384) / 3) * 4

/**
 * Opens one message, checks who sent it to whom as what, and its signature. Time, context and replay are the caller's.
 * @throws ChannelError
 */
export async function openMessage(peers: Peers, kind: MessageKind, text: string): Promise<MessageBody> {
  const { header, sealed } = parse(text)
  checkHeader(header, kind, peers)
  const clear = encodeHeader(header)
  const { bytes, body, signature } = decode(decrypt(peers, { header, clear, sealed }), kind !== 'data')
  if (kind !== 'data') await checkSignature(peers, signature, signedBytes(clear, bytes))
  return body
}

interface Sealed {
  readonly header: MessageHeader
  readonly clear: Uint8Array
  readonly sealed: Uint8Array
}

function checkHeader(header: MessageHeader, kind: MessageKind, { local, remote }: Peers): void {
  if (header.recipientId !== local.id)
    throw new ChannelError(
      'CHANNEL_WRONG_RECIPIENT',
      `a message is for key \`${header.recipientId}\`; refusing it`,
    )
  if (header.senderId !== remote.id)
    throw new ChannelError(
      'CHANNEL_WRONG_SENDER',
      `a message is from key \`${header.senderId}\`; refusing it`,
    )
  if (header.kind === kind) return
  if (header.kind === 'data')
    throw new ChannelError(
      'CHANNEL_NOT_SIGNED',
      'a message without signature came where one is needed; refusing it',
    )
  throw new ChannelError(
    'CHANNEL_UNEXPECTED_SIGNED',
    `a \`${header.kind}\` message came for \`${kind}\`; refusing it`,
  )
}

function decrypt({ local, remote }: Peers, { header, clear, sealed }: Sealed): Uint8Array {
  const own = kemKeysOf(local.publicKeys())
  const key = combineSecrets(
    [
      local.decapsulate(header.mlKemCiphertext),
      local.agree(header.ephemeralKey),
      local.agree(kemKeysOf(remote).x25519),
    ],
    {
      label: SEAL_LABEL,
      mlKemCiphertext: header.mlKemCiphertext,
      ephemeralKey: header.ephemeralKey,
      mlKemPublic: own.mlKem,
      x25519Public: own.x25519,
      bound: [clear],
    },
  )
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, SEAL_NONCE, { authTagLength: TAG_BYTES })
      .setAAD(clear)
      .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
    decipher.final()
    return plain
  } catch {
    throw new ChannelError('CHANNEL_TAMPERED', 'a message does not open: it was changed; refusing it')
  } finally {
    key.fill(0)
  }
}

function decode(plain: Uint8Array, isSigned: boolean): ReturnType<typeof readPlain> {
  try {
    return readPlain(plain, isSigned)
  } catch (cause) {
    throw malformed(cause)
  }
}

async function checkSignature(
  { remote, suite, backend }: Peers,
  signature: Signature | undefined,
  message: Uint8Array,
): Promise<void> {
  try {
    if (signature === undefined) throw new MalformedBytes('signature is absent')
    await verifyMessage(signature, message, { use: 'channel', suite, bundle: remote, backend })
  } catch (cause) {
    if (!(cause instanceof VerificationError || cause instanceof MalformedBytes)) throw cause
    throw new ChannelError('CHANNEL_SIGNATURE_INVALID', 'the signature of a message is not its sender’s', {
      cause,
    })
  }
}

function parse(text: string): { readonly header: MessageHeader; readonly sealed: Uint8Array } {
  try {
    if (typeof text !== 'string' || text.length > TEXT_CHARS_MAX || !text.startsWith(SEALED_HEAD))
      throw new MalformedBytes('not `kvs1.` text of a permitted length')
    const reader = new ByteReader(fromBase64url(text.slice(SEALED_HEAD.length)))
    const header = readHeader(reader)
    const sealed = reader.rest()
    if (sealed.length < TAG_BYTES) throw new MalformedBytes('ends early')
    return { header, sealed }
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause: unknown): unknown {
  if (!(cause instanceof MalformedBytes)) return cause
  return new ChannelError('CHANNEL_MALFORMED', `a message does not parse: ${cause.message}`, { cause })
}
