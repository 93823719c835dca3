import type { Row } from './row.ts'

/**
 * Keeps the queue. Owned by this package; in memory here, on SQLite in `@kvlar/approvals/sqlite`, on Redis
 * in `@kvlar/redis`.
 *
 * Contract: what an `insert` or `replace` has answered is durable and seen by every later call of every process that
 * uses the same queue. Every method rejects when the store is unavailable; callers deny then. A store trusts no
 * clock of its own and never looks into a body.
 */
export interface ApprovalStore {
  /** The name under which this process uses the queue. */
  readonly owner: string
  /** Adds a row, unless one is live for its digest or a cap is reached; all in one step. */
  insert(row: Row, caps?: PendingCaps): Promise<InsertAnswer>
  /**
   * Replaces the row with the same id if it still has the version before this one, in one step.
   * INVARIANT: of any number of concurrent replacements of one version, exactly one answers true.
   */
  replace(row: Row): Promise<boolean>
  get(id: string): Promise<Row | undefined>
  /** Newest first. */
  list(filter: RowFilter): Promise<readonly Row[]>
  /**
   * The rows written after that mark, by anyone, oldest change first, and the mark to ask with next time; without a
   * mark none, and the mark as of now. A store that has forgotten a row written after the mark says that there is a
   * gap.
   */
  changes(since?: number): Promise<Changes>
  /** Whether the process that calls itself so still runs and uses this queue. */
  isAlive(owner: string): Promise<boolean>
  close(): Promise<void>
}

/** Pending requests that may exist beside the new one; those whose clock has run out do not count. */
export interface PendingCaps {
  readonly nowMs: number
  readonly principalMax: number
  readonly serverMax: number
  readonly sessionMax: number
  readonly overallMax: number
}

export type InsertAnswer =
  | { readonly kind: 'inserted' }
  /** Somebody else was first with the same digest. */
  | { readonly kind: 'exists'; readonly row: Row }
  | { readonly kind: 'full'; readonly cap: 'principal' | 'server' | 'session' | 'overall' }

/** All present parts must hold. */
export interface RowFilter {
  readonly kind: Row['kind']
  readonly states?: readonly string[]
  readonly digest?: string
  readonly isLive?: boolean
  /** Rows whose clock has run out by then. */
  readonly dueByMs?: number
  readonly limit: number
}

export interface Changes {
  readonly mark: number
  /** Some changes after the mark are no longer known one by one: whoever follows looks at everything anew. */
  readonly isGap?: boolean
  readonly rows: readonly Pick<Row, 'id' | 'kind' | 'state'>[]
}
