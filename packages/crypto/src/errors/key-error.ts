import { CryptoError } from './crypto-error.ts'

export type KeyErrorCode =
  | 'KEY_MALFORMED'
  | 'KEY_MISMATCH'
  | 'KEY_EXPIRED'
  | 'KEY_DESTROYED'
  | 'KEY_MISSING_PART'
  | 'KEY_INVALID_ARGUMENT'
  | 'KEY_WRONG_SECRET'
  | 'KEY_FILE_EXISTS'
  | 'KEY_FILE_UNREADABLE'
  | 'KEY_FILE_PERMISSIONS'
  | 'KEY_NOT_FOUND'
  | 'KEY_SIGNING_FAILED'
  | 'KEY_BACKEND_UNAVAILABLE'
  | 'KEY_SELF_TEST_FAILED'
  | 'KEY_OVERLOADED'

/** A key that cannot be made, read, stored or used. */
export class KeyError extends CryptoError<KeyErrorCode> {
  override readonly name = 'KeyError'
}
