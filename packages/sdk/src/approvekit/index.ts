/**
 * ApproveKit's shape in TypeScript: `new ApproveKit(policy, storage).guard(fn)`.
 *
 * The policy is one of ApproveKit's format (or any other), read by the engine; what no rule names is denied. The
 * function runs with a frozen copy of the arguments that were judged, and never without an answer.
 */
export { ApproveKit } from './approve-kit.ts'
export { ApprovalPending, ApprovalRejectedError, ApprovalTimeoutError } from './approval-errors.ts'
export type { AuditEntry } from './audit-entry.ts'
export type { GuardOptions } from './guard-options.ts'
export type { ApproveKitOptions } from './kit-options.ts'
export { Policy } from './policy.ts'
export { openStorage } from './storage.ts'
