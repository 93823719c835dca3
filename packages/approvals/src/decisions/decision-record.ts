import type { Surface } from '../approvers/approver.ts'

/** What one person decided about one request. */
export interface DecisionRecord {
  readonly approver: string
  readonly authentication: string
  readonly surface: Surface
  readonly verdict: 'approve' | 'deny'
  readonly note?: string
  readonly atMs: number
  /** SHA-256 of what the reviewer was shown, in hexadecimal, where the surface can tell. */
  readonly renderedDigest?: string
  /** `once` when absent. */
  readonly grant?: string
  /** Whether the grant covers calls of the same shape. */
  readonly isGeneral?: true
  readonly isBreakGlass?: true
}
