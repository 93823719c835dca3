import { LIMITS } from '../limits.ts'
import { base64, malformedNote, noteField } from '../note/note-field.ts'

const HEADER = 'kvlar/proof/v1'

/** That an entry stands in a chain, for somebody who has nothing of the chain. */
export interface EntryProof {
  readonly index: number
  /** The bytes of the entry's line. */
  readonly line: Uint8Array
  /** The audit path (RFC 6962 section 2.1.1), innermost first. */
  readonly path: readonly Uint8Array[]
  /** The checkpoint note whose root the path leads to. */
  readonly checkpoint: string
}

/** The proof as text: a header, the entry in base64, its index, one hash on a line, an empty line, the checkpoint. */
export function proofText({ index, line, path, checkpoint }: EntryProof): string {
  const lines = [HEADER, `entry ${base64(line)}`, `index ${index}`, ...path.map(base64), '']
  return `${lines.join('\n')}\n${checkpoint}`
}

/**
 * Reads exactly what `proofText` writes; nothing of it is verified.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` on anything else
 */
export function parseProofText(text: string): EntryProof {
  if (text.length > LIMITS.proofBytesMax) throw malformedNote('a proof is too long')
  const split = text.indexOf('\n\n')
  if (split < 0) throw malformedNote('a proof has no checkpoint')
  const [header, entry, index, ...path] = text.slice(0, split).split('\n')
  if (header !== HEADER) throw malformedNote(`a proof does not begin with \`${HEADER}\``)
  if (path.length > LIMITS.proofHashesMax) throw malformedNote('a proof has too many hashes')
  const proof: EntryProof = {
    line: Buffer.from(noteField.after('entry ', entry), 'base64'),
    index: noteField.size(noteField.after('index ', index)),
    path: path.map((line) => noteField.hash(line)),
    checkpoint: text.slice(split + 2),
  }
  if (proofText(proof) !== text) throw malformedNote('a proof is not in canonical form')
  return proof
}
