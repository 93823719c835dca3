import { AuditError } from '../../audit-error.ts'
import type { ChainEnd } from '../../chain/chain-end.ts'
import type { EntryBody } from '../../entry/entry.ts'

/** An entry to be written, and when it happened. */
export interface PendingEntry {
  readonly body: EntryBody
  readonly timeMs: number
}

/** What became of one entry of a batch. */
export type Written =
  { readonly ok: true; readonly index: number } | { readonly ok: false; readonly error: AuditError }

/** A batch in its place, before it is written. */
export interface LinkedBatch {
  /** Where the chain stands when the lines are written. */
  readonly end: ChainEnd
  readonly timeMs: number
  readonly lines: readonly string[]
  /** An entry that cannot have a line has failed already. */
  readonly outcome: Written[]
}

/** Gives each entry of a batch its place behind an end, which stays as it is. @param sinceMs time of the end */
export function linkBatch(from: ChainEnd, sinceMs: number, batch: readonly PendingEntry[]): LinkedBatch {
  const end = from.copy()
  const lines: string[] = []
  let lastMs = sinceMs
  const outcome = batch.map(({ body, timeMs }): Written => {
    try {
      // INVARIANT: time does not run backwards within a chain, whatever the clock does.
      lastMs = Math.max(lastMs, timeMs)
      const { index, line } = end.link(body, lastMs)
      lines.push(line)
      return { ok: true, index }
    } catch (error) {
      if (error instanceof AuditError) return { ok: false, error }
      throw error
    }
  })
  return { end, timeMs: lastMs, lines, outcome }
}
