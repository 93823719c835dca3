import { VerificationError, type PublicKeyBundle, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { parseNote } from '../note/note.ts'
import { verifyNote, type TrustedKeys } from '../note/verify-note.ts'
import type { Checkpoint } from './checkpoint.ts'
import { ORIGIN_PREFIX, parseCheckpointText } from './checkpoint-text.ts'

/** A checkpoint whose signature holds, and the text that was signed. */
export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly text: string
  readonly bundle: PublicKeyBundle
}

/**
 * Reads a checkpoint note and returns it only if every signature of its suite holds under a trusted key.
 * @param suite the suite insisted on; without it, the one the signed text names
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED`; VerificationError `NotFound` for a key that is not trusted,
 * `AlgorithmMismatch` for another suite or a missing or extra signature line, `SignatureInvalid`
 */
export async function verifyCheckpoint(
  source: string,
  keys: TrustedKeys,
  suite?: Suite,
): Promise<VerifiedCheckpoint> {
  const note = parseNote(source)
  const checkpoint = parseCheckpointText(note.text)
  if (suite !== undefined && checkpoint.suite !== suite)
    throw new VerificationError(
      'AlgorithmMismatch',
      `a \`${suite}\` checkpoint is expected and this one is \`${checkpoint.suite}\`; refusing it`,
    )
  const name = `${ORIGIN_PREFIX}${checkpoint.head.chain}`
  const bundle = await verifyNote(note, { ...checkpoint, name, use: 'checkpoint' }, keys)
  return { checkpoint, text: note.text, bundle }
}

/** Whether an error says that something signed is not to be trusted, rather than that something else went wrong. */
export function isSignatureRefusal(error: unknown): error is AuditError | VerificationError {
  return (
    error instanceof VerificationError ||
    (error instanceof AuditError && error.code === 'AUDIT_CHECKPOINT_MALFORMED')
  )
}
