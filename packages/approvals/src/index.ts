/**
 * Asks a human, and binds the answer to the exact call.
 *
 * For the proxy, `guard()`, the reviewer page and the command line: one queue, one way to decide. An approval is good
 * for one exact call, once, until it expires, and only while the same rule would still ask.
 * This root reaches no file, socket or process: `@kvlar/approvals/sqlite` keeps the queue, and `@kvlar/reviewer` shows
 * it to people. It never decides by itself, and every failure denies.
 */
export { createApprovals, type Approvals, type ApprovalsOptions } from './approvals.ts'
export {
  createBroker,
  type BrokerAnswer,
  type AskOptions,
  type Broker,
  type BrokerOptions,
  type Current,
} from './broker.ts'
export type { CallResult } from './requests/finish.ts'
export type { AskedCall } from './requests/asked-call.ts'
export type { Caps, RequestAnswer } from './requests/request-approval.ts'
export type { AskingRule, FieldChange, HeldRequest, HiddenValue, ShownCall } from './requests/held-request.ts'
export type { DecisionRecord } from './decisions/decision-record.ts'
export {
  APPROVER_RIGHTS,
  SURFACES,
  type Approver,
  type ApproverRight,
  type Surface,
} from './approvers/approver.ts'
export {
  applyDecision,
  approvals,
  REFUSAL_CODES,
  type Applied,
  type DecisionDraft,
  type Refusal,
  type RefusalCode,
} from './decisions/apply-decision.ts'
export { approverPool, mayApprove } from './decisions/may-approve.ts'
export type { DecideAnswer } from './decisions/decide.ts'
export type { Edit, EditAnswer, EditJudge } from './decisions/edit-call.ts'
export {
  isEnded,
  isLive,
  REQUEST_STATES,
  transition,
  type RequestEvent,
  type RequestState,
} from './requests/transition.ts'
export { parsePath, valueAt, type PathStep } from './requests/field-paths.ts'
export { settleClocks } from './requests/settle-clocks.ts'
export { bindCall, type BoundCall } from './requests/binding.ts'
export { APPROVAL_SECRET_BYTES, deriveApprovalKeys, type ApprovalKeys } from './store/approval-keys.ts'
export type { FieldTest, Grant, GrantField, GrantScope, TextPart } from './grants/grant.ts'
export { fitsShape, openFields, shapeOf, type ShapeContext } from './grants/grant-shape.ts'
export {
  REQUEST_CHANGES,
  type ApprovalEvent,
  type GrantChange,
  type ApprovalListener,
  type RequestChange,
  type ShownRequest,
} from './approval-event.ts'
export type { ApprovalStore, Changes, InsertAnswer, PendingCaps, RowFilter } from './store/approval-store.ts'
export type { Row } from './store/row.ts'
export { createMemoryStore } from './store/memory-store.ts'
export type { Listener } from './store/watch.ts'
export { waitForChange } from './store/wait-for-change.ts'
export { readUnambiguousJson, type UnambiguousJson } from './unambiguous-json.ts'
export { APPROVALS_ERROR_CODES, ApprovalsError, type ApprovalsErrorCode } from './approvals-error.ts'
export { LIMITS } from './limits.ts'
