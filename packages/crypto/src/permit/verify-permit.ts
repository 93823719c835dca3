import type { Backend } from '../backend/backend.ts'
import { PermitError } from '../errors/permit-error.ts'
import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { encodeSignature } from '../signing/signature.ts'
import { verifyMessage } from '../signing/verify-message.ts'
import type { Suite } from '../suites.ts'
import { leafHash, rootOfProof } from './merkle.ts'
import { batchMessage, type PermitSignature } from './permit-signature.ts'
import { encodePermit, type PermitToken } from './permit-token.ts'
import type { VerifiedRoots } from './verified-roots.ts'

/** How a permit is checked apart from what it binds. */
export interface PermitTrust {
  readonly bundle: PublicKeyBundle
  readonly suite: Suite
  readonly backend: Backend
  readonly roots: VerifiedRoots
}

/** How far clocks may differ and how long a permit may last, in seconds. */
export interface PermitClock {
  readonly nowSeconds: number
  readonly skewSeconds: number
  readonly lifetimeSecondsMax: number
}

/** @throws VerificationError `SignatureInvalid` unless the trusted key signed a batch with this token in it */
export async function verifyPermitSignature(
  token: PermitToken,
  placed: PermitSignature,
  { bundle, suite, backend, roots }: PermitTrust,
): Promise<void> {
  const root = rootOfProof(leafHash(encodePermit(token)), placed)
  if (root === undefined)
    throw new VerificationError(
      'SignatureInvalid',
      'a permit does not prove its place in its batch; refusing it',
    )
  const message = batchMessage(placed.treeSize, root)
  await roots.once([message, encodeSignature(placed.signature)], () =>
    verifyMessage(placed.signature, message, { use: 'permit', suite, bundle, backend }),
  )
}

/**
 * INVARIANT: here and wherever else a time decides, a clock that gives no number is out of time.
 * @throws PermitError when it is not the time of this token, or its times make no sense
 */
export function checkTimesOfPermit(
  { issuedAt, notBefore, expiresAt }: PermitToken,
  { nowSeconds, skewSeconds, lifetimeSecondsMax }: PermitClock,
): void {
  if (notBefore < issuedAt || expiresAt <= notBefore)
    throw new PermitError('PERMIT_MALFORMED', 'the times of a permit are out of order; refusing it')
  if (expiresAt - issuedAt > lifetimeSecondsMax)
    throw new PermitError(
      'PERMIT_LIFETIME_TOO_LONG',
      `a permit lasts over ${lifetimeSecondsMax} seconds; refusing it`,
    )
  if (!(nowSeconds + skewSeconds >= notBefore))
    throw new PermitError('PERMIT_NOT_YET_VALID', `a permit begins at \`${notBefore}\`; refusing it`)
  if (!(nowSeconds < expiresAt + skewSeconds))
    throw new PermitError('PERMIT_EXPIRED', `a permit expired at \`${expiresAt}\`; refusing it`)
}

/** @throws PermitError `PERMIT_KEY_EXPIRED` */
export function checkKeyOfPermit(bundle: PublicKeyBundle, nowSeconds: number): void {
  if (bundle.isExpiredAt(nowSeconds))
    throw new PermitError('PERMIT_KEY_EXPIRED', `key \`${bundle.id}\` has expired; refusing its permits`)
}
