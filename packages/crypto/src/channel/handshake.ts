import type { Backend } from '../backend/backend.ts'
import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { sha256 } from '../bytes/sha256.ts'
import { ChannelError } from '../errors/channel-error.ts'
import { randomSeed } from '../keys/key-seeds.ts'
import { SIZES } from '../suites.ts'
import { ChannelSession } from './channel-session.ts'
import { encapsulateTo } from './encapsulate-to.ts'
import { ephemeralX25519 } from './ephemeral-x25519.ts'
import { combineSecrets, type KemTranscript } from './hybrid-kem.ts'

const LABEL = 'kvlar/session/v1'

/** The first half of a handshake, as data of a signed and sealed message. */
export interface Hello {
  readonly data: Uint8Array
  finish(hello: string, reply: string, replyData: Uint8Array): ChannelSession
}

/** The second half. */
export interface Reply {
  readonly data: Uint8Array
  finish(reply: string): ChannelSession
}

/** Fresh keys for one session: an ML-KEM-768 and an X25519 key that live until the reply comes. */
export function beginHello(backend: Backend): Hello {
  const x25519 = ephemeralX25519(backend)
  const seed = randomSeed(SIZES.mlKemSeed)
  const mlKem = backend.mlKem768.openPrivate(seed)
  seed.fill(0)
  let finished = false
  return {
    data: new ByteWriter().raw(x25519.publicKey).raw(mlKem.publicKey).finish(),
    finish(hello, reply, replyData) {
      if (finished) throw new ChannelError('CHANNEL_CLOSED', 'this handshake was finished before; refusing')
      const { answered, ephemeralKey, ciphertext } = readReply(replyData)
      if (Buffer.compare(answered, digestOf(hello)) !== 0)
        throw new ChannelError('CHANNEL_WRONG_CONTEXT', 'a reply answers another hello; refusing it')
      finished = true
      const secrets = [mlKem.decapsulate(ciphertext), x25519.agree(ephemeralKey)]
      for (const key of [mlKem, x25519]) key.wipe()
      const keys = sessionKeys(secrets, {
        label: LABEL,
        mlKemCiphertext: ciphertext,
        ephemeralKey,
        mlKemPublic: mlKem.publicKey,
        x25519Public: x25519.publicKey,
        bound: [digestOf(hello), digestOf(reply)],
      })
      return new ChannelSession({ send: keys.fromInitiator, receive: keys.fromResponder })
    },
  }
}

/** @throws ChannelError `CHANNEL_MALFORMED`, `CHANNEL_WEAK_KEY` */
export function acceptHello(backend: Backend, hello: string, helloData: Uint8Array): Reply {
  const { x25519Public, mlKemPublic } = readHello(helloData)
  const { ciphertext, secret } = encapsulateTo(backend, mlKemPublic)
  const x25519 = ephemeralX25519(backend)
  const agreed = x25519.agree(x25519Public)
  x25519.wipe()
  return {
    data: new ByteWriter().raw(digestOf(hello)).raw(x25519.publicKey).raw(ciphertext).finish(),
    finish(reply) {
      const keys = sessionKeys([secret, agreed], {
        label: LABEL,
        mlKemCiphertext: ciphertext,
        ephemeralKey: x25519.publicKey,
        mlKemPublic,
        x25519Public,
        bound: [digestOf(hello), digestOf(reply)],
      })
      return new ChannelSession({ send: keys.fromResponder, receive: keys.fromInitiator })
    },
  }
}

function sessionKeys(secrets: readonly (Uint8Array | undefined)[], transcript: KemTranscript) {
  const joined = combineSecrets(secrets, transcript, 2 * SIZES.sharedSecret)
  const keys = {
    fromInitiator: joined.slice(0, SIZES.sharedSecret),
    fromResponder: joined.slice(SIZES.sharedSecret),
  }
  joined.fill(0)
  return keys
}

function readHello(data: Uint8Array) {
  return read(data, (reader) => ({
    x25519Public: reader.raw(SIZES.x25519Public),
    mlKemPublic: reader.raw(SIZES.mlKemPublic),
  }))
}

function readReply(data: Uint8Array) {
  return read(data, (reader) => ({
    answered: reader.raw(SIZES.digest),
    ephemeralKey: reader.raw(SIZES.x25519Public),
    ciphertext: reader.raw(SIZES.mlKemCiphertext),
  }))
}

function read<T>(data: Uint8Array, take: (reader: ByteReader) => T): T {
  try {
    const reader = new ByteReader(data)
    const value = take(reader)
    reader.end()
    return value
  } catch (cause) {
    if (!(cause instanceof MalformedBytes)) throw cause
    throw new ChannelError('CHANNEL_MALFORMED', `a handshake does not parse: ${cause.message}`, { cause })
  }
}

function digestOf(text: string): Uint8Array {
  return sha256(Buffer.from(text, 'utf8'))
}
