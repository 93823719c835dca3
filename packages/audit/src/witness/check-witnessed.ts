import { AuditError } from '../audit-error.ts'
import { parseCheckpointText } from '../checkpoint/checkpoint-text.ts'
import { LIMITS } from '../limits.ts'
import { parseNote } from '../note/note.ts'

const HOME_ID = /^[0-9a-f]{32}$/

/**
 * Whether it is a checkpoint of a home at all. Who signed it is for whoever verifies.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED`
 */
export function checkWitnessed(home: string, note: string): void {
  if (!HOME_ID.test(home))
    throw new AuditError('AUDIT_CHECKPOINT_MALFORMED', 'a home has 32 lower-case hexadecimal digits')
  if (note.length > LIMITS.checkpointBytesMax)
    throw new AuditError('AUDIT_CHECKPOINT_MALFORMED', 'a checkpoint is longer than any that is written')
  parseCheckpointText(parseNote(note).text)
}
