import { hash } from 'node:crypto'
import { signMessage, type Signer } from '@kvlar/crypto'
import type { Checkpoint } from './checkpoint.ts'
import { checkpointText, ORIGIN_PREFIX } from './checkpoint-text.ts'
import { formatNote, NOTE_TYPES, noteKeyHash, type SignatureLine } from './note.ts'

/**
 * Signs a checkpoint with a signer's key and suite: one line for ML-DSA-65, one more for Ed25519 in the hybrid suite.
 * @throws KeyError as the signer says
 */
export async function signCheckpoint(
  checkpoint: Omit<Checkpoint, 'keyId' | 'suite'>,
  signer: Signer,
): Promise<string> {
  const { bundle, suite } = signer
  const text = checkpointText({ ...checkpoint, keyId: bundle.id, suite })
  const signature = await signMessage(signer, 'checkpoint', Buffer.from(text))
  const name = `${ORIGIN_PREFIX}${checkpoint.head.chain}`
  const lines: SignatureLine[] = [
    {
      name,
      keyHash: noteKeyHash(name, NOTE_TYPES.mlDsa65, bundle.mlDsaVerifyingKey),
      signature: signature.mlDsa65,
    },
  ]
  if (signature.ed25519 !== undefined && bundle.ed25519VerifyingKey !== undefined) {
    lines.push({
      name,
      keyHash: noteKeyHash(name, NOTE_TYPES.ed25519, bundle.ed25519VerifyingKey),
      signature: signature.ed25519,
    })
  }
  return formatNote({ text, lines })
}

/** What the next checkpoint of the chain names as its `previous`: SHA-256 of the signed text. */
export function checkpointDigest(text: string): string {
  return hash('sha256', text, 'hex')
}
