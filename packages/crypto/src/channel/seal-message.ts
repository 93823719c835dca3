import { createCipheriv } from 'node:crypto'
import { toBase64url } from '../bytes/base64url.ts'
import { sha256 } from '../bytes/sha256.ts'
import { signMessage } from '../signing/sign-message.ts'
import { encapsulateTo } from './encapsulate-to.ts'
import { combineSecrets } from './hybrid-kem.ts'
import { encodeBody, encodePlain, type MessageBody } from './message-body.ts'
import { encodeHeader, type MessageHeader, type MessageKind } from './message-header.ts'
import { kemKeysOf, type Peers } from './peers.ts'
import { ephemeralX25519 } from './ephemeral-x25519.ts'

export const SEALED_HEAD = 'kvs1.'
export const SEAL_LABEL = 'kvlar/seal/v1'

/** Every message has its own key, so the nonce may be constant. */
export const SEAL_NONCE = new Uint8Array(12)

/**
 * Seals one message. The key comes from ML-KEM, an ephemeral X25519 and the X25519 of both identities: the last makes
 * even unsigned messages come from the sender, against everyone without a quantum computer.
 */
export async function sealMessage(peers: Peers, kind: MessageKind, body: MessageBody): Promise<string> {
  const { local, remote, backend } = peers
  const keys = kemKeysOf(remote)
  const { ciphertext, secret } = encapsulateTo(backend, keys.mlKem)
  const ephemeral = ephemeralX25519(backend)
  const header: MessageHeader = {
    kind,
    senderId: local.id,
    recipientId: remote.id,
    mlKemCiphertext: ciphertext,
    ephemeralKey: ephemeral.publicKey,
  }
  const clear = encodeHeader(header)
  const key = combineSecrets([secret, ephemeral.agree(keys.x25519), local.agree(keys.x25519)], {
    label: SEAL_LABEL,
    mlKemCiphertext: ciphertext,
    ephemeralKey: ephemeral.publicKey,
    mlKemPublic: keys.mlKem,
    x25519Public: keys.x25519,
    bound: [clear],
  })
  ephemeral.wipe()
  try {
    const bytes = encodeBody(body)
    const signature =
      kind === 'data'
        ? undefined
        : await signMessage(local.signer(peers.suite), 'channel', signedBytes(clear, bytes))
    const cipher = createCipheriv('aes-256-gcm', key, SEAL_NONCE).setAAD(clear)
    const sealed = [cipher.update(encodePlain(bytes, signature)), cipher.final(), cipher.getAuthTag()]
    return SEALED_HEAD + toBase64url(Buffer.concat([clear, ...sealed]))
  } finally {
    key.fill(0)
  }
}

/** What a signature covers: the header, so sender, recipient, kind and keys, and all of the body. */
export function signedBytes(clear: Uint8Array, body: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([sha256(clear), body]))
}
