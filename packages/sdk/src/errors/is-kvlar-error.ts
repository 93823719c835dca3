import type { ApprovalDenied } from './approval-denied.ts'
import type { ApprovalExpired } from './approval-expired.ts'
import type { ApprovalPending } from './approval-pending.ts'
import type { InvalidArguments } from './invalid-arguments.ts'
import type { Invalidated } from './invalidated.ts'
import type { KvlarDenied } from './kvlar-denied.ts'
import { MARKER } from './kvlar-error.ts'
import type { KvlarMisuse } from './kvlar-misuse.ts'
import type { PermitRefused } from './permit-refused.ts'
import type { Refused } from './refused.ts'

/** Every error of this package; `name` tells them apart. */
export type AnyKvlarError =
  | KvlarDenied
  | ApprovalPending
  | ApprovalDenied
  | ApprovalExpired
  | InvalidArguments
  | KvlarMisuse
  | Refused
  | Invalidated
  | PermitRefused

/** Whether something thrown comes from this package, whichever realm or copy of it made the error. */
export function isKvlarError(error: unknown): error is AnyKvlarError {
  return typeof error === 'object' && error !== null && (error as Marked)[MARKER] === true
}

interface Marked {
  readonly [MARKER]?: unknown
}
