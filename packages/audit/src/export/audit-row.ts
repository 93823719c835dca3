import type { Entry } from '../entry/entry.ts'

/** One entry and where it stands. */
export interface AuditRow {
  /** Chain id. */
  readonly chain: string
  readonly entry: Entry
}

/** Names one entry of a home: chain id and index. */
export function rowId({ chain, entry }: AuditRow): string {
  return `${chain}:${entry.index}`
}
