import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const INDEX_DIGITS = 16
const SEGMENT = /^([0-9]{16})\.jsonl$/

/** One file of a chain: its entries begin at `first`. */
export interface Segment {
  readonly file: string
  readonly first: number
}

export const CHECKPOINT_FILE = 'checkpoints.jsonl'
export const STATE_FILE = 'state.json'
export const ANCHOR_FILE = 'anchor.json'

export function segmentFile(dir: string, first: number): string {
  return join(dir, `${String(first).padStart(INDEX_DIGITS, '0')}.jsonl`)
}

/** The segments of a chain, in order. */
export async function listSegments(dir: string): Promise<Segment[]> {
  const names = await readdir(dir)
  return names
    .flatMap((name) => {
      const digits = SEGMENT.exec(name)?.[1]
      return digits === undefined ? [] : [{ file: join(dir, name), first: Number(digits) }]
    })
    .toSorted((a, b) => a.first - b.first)
}
