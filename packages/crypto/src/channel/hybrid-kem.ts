import { createHash, hkdfSync } from 'node:crypto'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { ChannelError } from '../errors/channel-error.ts'
import { KEM_SUITE, SIZES } from '../suites.ts'

/** Everything public that a hybrid secret came from. */
export interface KemTranscript {
  readonly label: string
  readonly mlKemCiphertext: Uint8Array
  /** X25519's ciphertext: the ephemeral public key. */
  readonly ephemeralKey: Uint8Array
  readonly mlKemPublic: Uint8Array
  readonly x25519Public: Uint8Array
  /** Key ids, earlier messages: whatever else both sides must agree on. */
  readonly bound: readonly Uint8Array[]
}

/**
 * One key out of several secrets, sound as long as one of them is (SP 800-56C: HKDF over their concatenation).
 * Both ciphertexts and both public keys are bound, so a secret cannot be moved under another key or ciphertext.
 * The secrets are wiped.
 * @param secrets each 32 bytes; undefined where an X25519 result was all zero
 * @throws ChannelError `CHANNEL_WEAK_KEY` for such a result
 */
export function combineSecrets(
  secrets: readonly (Uint8Array | undefined)[],
  transcript: KemTranscript,
  lengthBytes: number = SIZES.sharedSecret,
): Uint8Array {
  const present = secrets.filter((secret) => secret !== undefined)
  const joined = Buffer.concat(present)
  try {
    if (present.length !== secrets.length)
      throw new ChannelError('CHANNEL_WEAK_KEY', 'a peer has an X25519 key of small order; refusing to talk')
    return new Uint8Array(hkdfSync('sha256', joined, encode(transcript), transcript.label, lengthBytes))
  } finally {
    joined.fill(0)
    for (const secret of present) secret.fill(0)
  }
}

function encode(transcript: KemTranscript): Uint8Array {
  const writer = new ByteWriter()
    .text(KEM_SUITE)
    .sized(transcript.mlKemCiphertext)
    .sized(transcript.ephemeralKey)
    .sized(transcript.mlKemPublic)
    .sized(transcript.x25519Public)
  for (const bytes of transcript.bound) writer.sized(bytes)
  return new Uint8Array(createHash('sha256').update(writer.finish()).digest())
}
