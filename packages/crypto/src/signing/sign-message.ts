import { KeyError } from '../errors/key-error.ts'
import { LIMITS } from '../limits.ts'
import { SIZES, SUITES, type SignatureUse } from '../suites.ts'
import type { Signature } from './signature.ts'
import type { Signer, SignatureParts } from './signer.ts'
import { signingInput } from './signing-input.ts'

/**
 * Signs a message for one use. Off the event loop.
 * @throws KeyError `KEY_SIGNING_FAILED` when the signer fails or answers with something that is not a signature of its
 * suite; `KEY_EXPIRED` and `KEY_DESTROYED` as the key pair says
 */
export async function signMessage(
  signer: Signer,
  use: SignatureUse,
  message: Uint8Array,
): Promise<Signature> {
  if (message.length > LIMITS.signedBytesMax)
    throw new KeyError(
      'KEY_INVALID_ARGUMENT',
      `a message of ${message.length} bytes is too long; refusing to sign`,
    )
  const [suite, keyId] = [signer.suite, signer.bundle.id]
  const parts = await ask(signer, use, message)
  const ed25519 = SUITES[suite].hybrid ? SIZES.ed25519Signature : undefined
  if (parts.mlDsa65.length !== SIZES.mlDsaSignature || parts.ed25519?.length !== ed25519)
    throw new KeyError(
      'KEY_SIGNING_FAILED',
      `the signer of key \`${keyId}\` did not give a \`${suite}\` signature`,
    )
  return { suite, keyId, ...parts }
}

async function ask(signer: Signer, use: SignatureUse, message: Uint8Array): Promise<SignatureParts> {
  const keyId = signer.bundle.id
  try {
    return await signer.sign(signingInput(use, { suite: signer.suite, keyId }, message))
  } catch (cause) {
    if (cause instanceof KeyError) throw cause
    throw new KeyError('KEY_SIGNING_FAILED', `the signer of key \`${keyId}\` failed; refusing to sign`, {
      cause,
    })
  }
}
