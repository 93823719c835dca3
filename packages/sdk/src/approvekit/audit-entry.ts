import type { JsonObject } from '@kvlar/core/json'

/** One line of ApproveKit's audit history: a decision, or how the function that ran has ended. */
export interface AuditEntry {
  /** `auto` where the policy asks nobody. */
  readonly request_id: string
  readonly tool_name: string
  /** With hidden values replaced. */
  readonly tool_args: JsonObject
  /** ApproveKit's words, and beside them whether the function that ran succeeded. */
  readonly decision: 'approved' | 'rejected' | 'timeout'
  readonly result: 'executed' | 'failed' | 'not_run'
  /** RFC 3339 with `Z`. */
  readonly timestamp: string
  readonly reviewer_notes: string | null
}
