import { AuditError } from '../audit-error.ts'
import { malformedNote } from '../note/note-field.ts'
import type { TrustedKeys } from '../note/verify-note.ts'
import type { Head } from './checkpoint.ts'
import { ORIGIN_PREFIX } from './checkpoint-text.ts'
import { verifyCheckpoint } from './verify-checkpoint.ts'

/** Checkpoints as somebody else keeps them: one note as a JSON text on each line. */
export function witnessText(notes: readonly string[]): string {
  return notes.map((note) => `${JSON.stringify(note)}\n`).join('')
}

/**
 * The heads that a witness file holds, each signed by a trusted key: what `verify` takes as known from elsewhere. A
 * single note as it stands is read as well.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED`; VerificationError as `verifyCheckpoint`
 */
export async function readWitness(text: string, keys: TrustedKeys): Promise<Head[]> {
  const heads: Head[] = []
  for (const note of notesOf(text)) heads.push((await verifyCheckpoint(note, keys)).checkpoint.head)
  return heads
}

function notesOf(text: string): string[] {
  if (text.startsWith(ORIGIN_PREFIX)) return [text]
  const lines = text.split('\n')
  if (lines.pop() !== '') throw malformedNote('a witness file does not end in a line feed')
  return lines.map((line) => {
    const value = parse(line)
    if (typeof value !== 'string') throw malformedNote('a line of a witness file is no text')
    return value
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new AuditError(
      'AUDIT_CHECKPOINT_MALFORMED',
      'a line of a witness file is not JSON; trusting none of it',
      {
        cause,
      },
    )
  }
}
