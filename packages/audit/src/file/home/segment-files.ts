import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../../audit-error.ts'

const INDEX_DIGITS = 16
const SEGMENT = /^([0-9]{16})\.jsonl$/

/** One file of a chain: its entries begin at `first`. */
export interface Segment {
  readonly file: string
  readonly first: number
  readonly bytes: number
}

export const CHECKPOINT_FILE = 'checkpoints.jsonl'
export const STATE_FILE = 'state.json'
export const ANCHOR_FILE = 'anchor.note'

export function segmentFile(dir: string, first: number): string {
  return join(dir, `${String(first).padStart(INDEX_DIGITS, '0')}.jsonl`)
}

/**
 * The segments of a chain, in order.
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function listSegments(dir: string): Promise<Segment[]> {
  try {
    const names = (await readdir(dir)).filter((name) => SEGMENT.test(name)).toSorted()
    return await Promise.all(
      names.map(async (name) => {
        const file = join(dir, name)
        return { file, first: Number(name.slice(0, INDEX_DIGITS)), bytes: (await stat(file)).size }
      }),
    )
  } catch (cause) {
    throw new AuditError('AUDIT_UNAVAILABLE', `the chain in \`${dir}\` cannot be listed`, { cause })
  }
}
