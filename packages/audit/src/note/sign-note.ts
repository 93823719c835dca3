import { signMessage, type SignatureUse, type Signer } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { formatNote, NOTE_TYPES, noteKeyHash, type SignatureLine } from './note.ts'

/** A text to be signed as a note: it ends in a line feed and names the signer's key and suite within. */
export interface UnsignedNote {
  readonly text: string
  /** The first line of the text, by which the signature lines call the key. */
  readonly name: string
  readonly use: SignatureUse
  /** The time that the text names, in milliseconds since the epoch. */
  readonly timeMs: number
}

/**
 * Signs a note with a signer's key and suite: one line for ML-DSA-65, one more for Ed25519 in the hybrid suite.
 * @throws KeyError as the signer says; AuditError `AUDIT_UNAVAILABLE` when its key has expired by the note's own time
 */
export async function signNote({ text, name, use, timeMs }: UnsignedNote, signer: Signer): Promise<string> {
  const { bundle } = signer
  if (bundle.isExpiredAt(Math.floor(timeMs / 1000)))
    throw new AuditError('AUDIT_UNAVAILABLE', `key \`${bundle.id}\` has expired; signing nothing with it`)
  const signature = await signMessage(signer, use, Buffer.from(text))
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
