import {
  PermitError,
  VerificationError,
  type PermitErrorCode,
  type VerificationErrorCode,
} from '@kvlar/crypto'
import { InvalidArguments, type InvalidArgumentsCode } from '../errors/invalid-arguments.ts'

/** Why a call was refused, for whoever runs the service. */
export interface PermitRefusal {
  readonly reason: RefusalReason
  /** Holds no value of an argument. */
  readonly message: string
  /** Absent where it could not be told. */
  readonly action?: string
}

export type RefusalReason =
  | PermitErrorCode
  | VerificationErrorCode
  | InvalidArgumentsCode
  /** There is none. */
  | 'PERMIT_MISSING'
  /** What the program itself does with the call has failed. */
  | 'PERMIT_CALL_UNREADABLE'

/** What the caller is not told. */
export function refusalOf(error: unknown): Omit<PermitRefusal, 'action'> {
  if (error instanceof PermitError || error instanceof VerificationError || error instanceof InvalidArguments)
    return { reason: error.code, message: error.message }
  // What it says may quote the arguments.
  return { reason: 'PERMIT_CALL_UNREADABLE', message: 'action and parameters of the call could not be read' }
}

export const MISSING: Omit<PermitRefusal, 'action'> = {
  reason: 'PERMIT_MISSING',
  message: 'the call has no permit',
}
