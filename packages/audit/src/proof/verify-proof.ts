import type { Suite } from '@kvlar/crypto'
import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import { verifyCheckpoint } from '../checkpoint/verify-checkpoint.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import type { Entry } from '../entry/entry.ts'
import { rootFromInclusion } from '../merkle/inclusion.ts'
import { leafHash } from '../merkle/tree-hash.ts'
import type { TrustedKeys } from '../note/verify-note.ts'
import { malformedNote } from '../note/note-field.ts'
import { parseProofText } from './proof-text.ts'

/** An entry that stands in a chain, and the checkpoint that says so. */
export interface ProvenEntry {
  readonly entry: Entry
  readonly checkpoint: Checkpoint
}

/**
 * Reads a proof and returns its entry only if the entry stands where it says under a checkpoint that holds.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED`, `AUDIT_ENTRY_INVALID`; VerificationError as `verifyCheckpoint`
 */
export async function verifyProof(text: string, keys: TrustedKeys, suite?: Suite): Promise<ProvenEntry> {
  const { line, index, path, checkpoint: note } = parseProofText(text)
  const { checkpoint } = await verifyCheckpoint(note, keys, suite)
  const { size, root } = checkpoint.head
  const led = rootFromInclusion({ leaf: leafHash(line), index, size, proof: path })
  if (led === undefined || Buffer.compare(led, root) !== 0)
    throw malformedNote('a proof does not lead to the root of its checkpoint')
  const entry = decodeEntry(line)
  if (entry.index !== index) throw malformedNote('a proof is of another entry than the one it shows')
  return { entry, checkpoint }
}
