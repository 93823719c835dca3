import { ApprovalsError } from '@kvlar/approvals'
import { AuditError } from '@kvlar/audit'
import { CountersError } from '@kvlar/core'
import { PermitError } from '@kvlar/crypto'
import { StandingError } from '@kvlar/gate'

/** What a store is called, and in whose errors it refuses. */
export interface StoreWords {
  readonly name: string
  /** What Redis lists its connection as. */
  readonly connectionName: string
  unavailable(message: string, options?: ErrorOptions): Error
  badOption(message: string): Error
  isOwn(error: unknown): error is Error
}

/** The same of a store that is known by its name. */
export interface NamedStoreWords extends StoreWords {
  /** It is not there, or is another one than before. */
  gone(message: string): Error
}

export const QUEUE: StoreWords = {
  name: 'the approvals queue',
  connectionName: 'kvlar-approvals',
  unavailable: (message, options) => new ApprovalsError('APPROVAL_STORE_UNAVAILABLE', message, options),
  badOption: (message) => new ApprovalsError('APPROVAL_BAD_OPTION', message),
  isOwn: (error) => error instanceof ApprovalsError,
}

export const USED_PERMITS: StoreWords = {
  name: 'the store of used permits',
  connectionName: 'kvlar-permits',
  unavailable: (message, options) => new PermitError('PERMIT_REPLAY_STORE_UNAVAILABLE', message, options),
  badOption: (message) => new PermitError('PERMIT_INVALID_REQUEST', message),
  isOwn: (error) => error instanceof PermitError,
}

export const COUNTERS: NamedStoreWords = {
  name: 'the store of limits',
  connectionName: 'kvlar-limits',
  unavailable: (message, options) => new CountersError('EVALUATION_STATE_UNAVAILABLE', message, options),
  badOption: (message) => new CountersError('COUNTERS_BAD_OPTION', message),
  gone: (message) => new CountersError('COUNTERS_GONE', message),
  isOwn: (error) => error instanceof CountersError,
}

export const STANDING: NamedStoreWords = {
  name: 'the store of sessions and revocations',
  connectionName: 'kvlar-standing',
  unavailable: (message, options) => new StandingError('EVALUATION_STATE_UNAVAILABLE', message, options),
  badOption: (message) => new StandingError('STANDING_BAD_OPTION', message),
  gone: (message) => new StandingError('STANDING_GONE', message),
  isOwn: (error) => error instanceof StandingError,
}

export const WITNESS: StoreWords = {
  name: 'the witness of records',
  connectionName: 'kvlar-witness',
  unavailable: (message, options) => new AuditError('AUDIT_UNAVAILABLE', message, options),
  badOption: (message) => new AuditError('AUDIT_BAD_OPTION', message),
  isOwn: (error) => error instanceof AuditError,
}
