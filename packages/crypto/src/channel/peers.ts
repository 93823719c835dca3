import type { Backend } from '../backend/backend.ts'
import { ChannelError } from '../errors/channel-error.ts'
import type { KeyPair } from '../keys/key-pair.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import type { Suite } from '../suites.ts'

/** The two ends of a channel as one of them sees it. */
export interface Peers {
  readonly local: KeyPair
  readonly remote: PublicKeyBundle
  readonly suite: Suite
  readonly backend: Backend
}

/** The remote keys a message is sealed to. */
export interface KemKeys {
  readonly mlKem: Uint8Array
  readonly x25519: Uint8Array
}

/** @throws ChannelError `CHANNEL_INVALID_ARGUMENT` when the bundle is for signatures alone */
export function kemKeysOf(bundle: PublicKeyBundle): KemKeys {
  const { mlKemEncapsulationKey: mlKem, x25519PublicKey: x25519 } = bundle
  if (mlKem === undefined || x25519 === undefined)
    throw new ChannelError(
      'CHANNEL_INVALID_ARGUMENT',
      `key \`${bundle.id}\` has no part to seal to; refusing`,
    )
  return { mlKem, x25519 }
}

/** @throws ChannelError `CHANNEL_KEY_EXPIRED` when either end has expired */
export function checkLives({ local, remote }: Peers, nowMs: number): void {
  const nowSeconds = Math.floor(nowMs / 1000)
  for (const bundle of [local.publicKeys(), remote])
    if (bundle.isExpiredAt(nowSeconds))
      throw new ChannelError('CHANNEL_KEY_EXPIRED', `key \`${bundle.id}\` has expired; refusing to talk`)
}
