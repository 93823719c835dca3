import { hash } from 'node:crypto'
import type { Signer } from '@kvlar/crypto'
import { signNote } from '../note/sign-note.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkpointText, ORIGIN_PREFIX } from './checkpoint-text.ts'

/**
 * Signs a checkpoint with a signer's key and suite.
 * @throws KeyError as the signer says; AuditError `AUDIT_UNAVAILABLE` when its key has expired by that time
 */
export async function signCheckpoint(
  checkpoint: Omit<Checkpoint, 'keyId' | 'suite'>,
  signer: Signer,
): Promise<string> {
  const text = checkpointText({ ...checkpoint, keyId: signer.bundle.id, suite: signer.suite })
  const { head, timeMs } = checkpoint
  return signNote({ text, name: `${ORIGIN_PREFIX}${head.chain}`, use: 'checkpoint', timeMs }, signer)
}

/** What the next checkpoint of the chain names as its `previous`: SHA-256 of the signed text. */
export function checkpointDigest(text: string): string {
  return hash('sha256', text, 'hex')
}
