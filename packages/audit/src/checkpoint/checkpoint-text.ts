import { LIMITS } from '../limits.ts'
import { base64, malformedNote, noteField } from '../note/note-field.ts'
import type { Checkpoint, Head } from './checkpoint.ts'

/** The first line of every checkpoint, before the chain id (C2SP tlog-checkpoint: the log's origin). */
export const ORIGIN_PREFIX = 'kvlar/audit/'

/**
 * The text that is signed, in the form of a C2SP tlog-checkpoint: origin, size and root on the first three lines, then
 * extension lines `time`, `key`, `suite`, `previous` and one `head` for each other chain. Ends in a line feed.
 */
export function checkpointText(checkpoint: Checkpoint): string {
  const { head, timeMs, keyId, suite, previous, others } = checkpoint
  const lines = [
    `${ORIGIN_PREFIX}${head.chain}`,
    String(head.size),
    base64(head.root),
    `time ${new Date(timeMs).toISOString()}`,
    `key ${keyId}`,
    `suite ${suite}`,
    `previous ${previous ?? 'none'}`,
    ...others.map((other) => `head ${other.chain} ${other.size} ${base64(other.root)}`),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Reads exactly what `checkpointText` writes.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` on anything else
 */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw malformedNote('it does not end in a line feed')
  const [origin, size, root, time, key, suite, previous, ...heads] = lines
  if (heads.length > LIMITS.headsMax) throw malformedNote(`it names over ${LIMITS.headsMax} other chains`)
  const checkpoint: Checkpoint = {
    head: {
      chain: noteField.chain(noteField.after(ORIGIN_PREFIX, origin)),
      size: noteField.size(size),
      root: noteField.hash(root),
    },
    timeMs: noteField.time(noteField.after('time ', time)),
    keyId: noteField.digest(noteField.after('key ', key)),
    suite: noteField.suite(noteField.after('suite ', suite)),
    ...previousOf(noteField.after('previous ', previous)),
    others: heads.map((line) => headOf(noteField.after('head ', line))),
  }
  // One checkpoint has one text: whatever this version would not have written is refused.
  if (checkpointText(checkpoint) !== text) throw malformedNote('it is not in canonical form')
  return checkpoint
}

function headOf(text: string): Head {
  const [chain = '', size, root, ...rest] = text.split(' ')
  if (rest.length > 0) throw malformedNote('a head has more than three parts')
  return { chain: noteField.chain(chain), size: noteField.size(size), root: noteField.hash(root) }
}

function previousOf(text: string): { previous?: string } {
  return text === 'none' ? {} : { previous: noteField.digest(text) }
}
