import type { JsonObject } from './json-value.ts'

/** What an approval backend is told about a call that waits for a human (wire names as in the seed webhook). */
export interface ApprovalRequest {
  readonly toolName: string
  readonly toolArguments: JsonObject
  readonly ruleId: string
  readonly requestId?: string
  readonly reason?: string
  readonly agentId?: string
  /** RFC 3339 with `Z`. */
  readonly requestedAt?: string
}

/** A backend's answer. Anything that is not exactly one of these denies. */
export type ApprovalResponse =
  { readonly decision: 'approved' } | { readonly decision: 'denied'; readonly reason?: string }
