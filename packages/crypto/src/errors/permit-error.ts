import { CryptoError } from './crypto-error.ts'

export type PermitErrorCode =
  | 'PERMIT_INVALID_REQUEST'
  | 'PERMIT_OVERLOADED'
  | 'PERMIT_MALFORMED'
  | 'PERMIT_EXPIRED'
  | 'PERMIT_NOT_YET_VALID'
  | 'PERMIT_LIFETIME_TOO_LONG'
  | 'PERMIT_KEY_EXPIRED'
  | 'PERMIT_WRONG_AUDIENCE'
  | 'PERMIT_WRONG_ACTION'
  | 'PERMIT_WRONG_PARAMETERS'
  | 'PERMIT_WRONG_PRINCIPAL'
  | 'PERMIT_WRONG_TARGET'
  | 'PERMIT_WRONG_SESSION'
  | 'PERMIT_WRONG_POLICY'
  | 'PERMIT_REPLAYED'
  | 'PERMIT_REPLAY_STORE_UNAVAILABLE'

/** A permit that cannot be issued, or that does not permit this call. */
export class PermitError extends CryptoError<PermitErrorCode> {
  override readonly name = 'PermitError'
}
