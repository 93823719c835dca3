import { CryptoError } from './crypto-error.ts'

export type ChannelErrorCode =
  | 'CHANNEL_INVALID_ARGUMENT'
  | 'CHANNEL_MALFORMED'
  | 'CHANNEL_TAMPERED'
  | 'CHANNEL_WRONG_RECIPIENT'
  | 'CHANNEL_WRONG_SENDER'
  | 'CHANNEL_WRONG_CONTEXT'
  | 'CHANNEL_NOT_SIGNED'
  | 'CHANNEL_UNEXPECTED_SIGNED'
  | 'CHANNEL_SIGNATURE_INVALID'
  | 'CHANNEL_REPLAYED'
  | 'CHANNEL_STALE'
  | 'CHANNEL_WINDOW_FULL'
  | 'CHANNEL_OUT_OF_ORDER'
  | 'CHANNEL_KEY_EXPIRED'
  | 'CHANNEL_WEAK_KEY'
  | 'CHANNEL_CLOSED'

/** A message that cannot be sealed, or that is not to be trusted. */
export class ChannelError extends CryptoError<ChannelErrorCode> {
  override readonly name = 'ChannelError'
}
