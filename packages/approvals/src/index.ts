/**
 * Asks a human, and binds the answer to the exact call.
 *
 * For the proxy, `guard()`, the reviewer page and the command line: one queue, one way to decide. An approval is good
 * for one exact call, once, until it expires, and only while the same rule would still ask.
 * This root reaches no file, socket or process: `@kvlar/approvals/sqlite` keeps the queue, `@kvlar/approvals/http`
 * serves the page and the API. It never decides by itself, and every failure denies.
 */
export { createApprovals, type Approvals, type ApprovalsOptions } from './approvals.ts'
export {
  createBroker,
  type Answer,
  type AskOptions,
  type Broker,
  type BrokerOptions,
  type Current,
} from './broker.ts'
export type { CallResult } from './finish.ts'
export type { AskedCall } from './asked-call.ts'
export type { Caps, RequestAnswer } from './request-approval.ts'
export type { AskingRule, FieldChange, HeldRequest, HiddenValue, ShownCall } from './held-request.ts'
export type { DecisionRecord } from './decision-record.ts'
export { APPROVER_RIGHTS, SURFACES, type Approver, type ApproverRight, type Surface } from './approver.ts'
export {
  applyDecision,
  approvals,
  REFUSAL_CODES,
  type Applied,
  type DecisionDraft,
  type Refusal,
  type RefusalCode,
} from './apply-decision.ts'
export { approverPool, mayApprove } from './may-approve.ts'
export type { DecideAnswer } from './decide.ts'
export type { Edit, EditAnswer, EditJudge } from './edit-call.ts'
export {
  isEnded,
  isLive,
  REQUEST_STATES,
  transition,
  type RequestEvent,
  type RequestState,
} from './transition.ts'
export { settleClocks } from './settle-clocks.ts'
export { bindCall, type BoundCall } from './binding.ts'
export { APPROVAL_SECRET_BYTES, deriveApprovalKeys, type ApprovalKeys } from './approval-keys.ts'
export type { FieldTest, Grant, GrantField, GrantScope, TextPart } from './grant.ts'
export { fitsShape, shapeOf, type ShapeContext } from './grant-shape.ts'
export {
  REQUEST_CHANGES,
  type ApprovalEvent,
  type GrantChange,
  type Note,
  type RequestChange,
  type ShownRequest,
} from './approval-event.ts'
export type { ApprovalStore, Changes, InsertAnswer, PendingCaps, RowFilter } from './approval-store.ts'
export type { Row } from './row.ts'
export { createMemoryStore } from './memory-store.ts'
export type { Listener } from './watch.ts'
export { APPROVALS_ERROR_CODES, ApprovalsError, type ApprovalsErrorCode } from './approvals-error.ts'
export { LIMITS } from './limits.ts'
