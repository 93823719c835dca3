import type { Backend, Ed25519Public, MlDsa65Public } from '../backend/backend.ts'
import { chooseBackend } from '../backend/choose-backend.ts'
import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { SUITES, type SignatureUse, type Suite } from '../suites.ts'
import type { Signature } from './signature.ts'
import { signingInput } from './signing-input.ts'

/** What a signature must be for. */
export interface Expectation {
  readonly use: SignatureUse
  /** The suite the verifier insists on; any other is refused before any arithmetic. */
  readonly suite: Suite
  /** The trusted key. Whether it has expired is the caller's question. */
  readonly bundle: PublicKeyBundle
  readonly backend?: Backend
}

/**
 * Returns only if every part of the signature is valid.
 * @throws VerificationError `AlgorithmMismatch` on another suite, `SignatureInvalid` on another key or content
 */
export async function verifyMessage(
  signature: Signature,
  message: Uint8Array,
  expected: Expectation,
): Promise<void> {
  const { bundle, suite, use } = expected
  checkSuite(signature, suite)
  if (signature.keyId !== bundle.id)
    throw new VerificationError(
      'SignatureInvalid',
      `the signature is by key \`${signature.keyId}\`, not by \`${bundle.id}\``,
    )
  const { input, context } = signingInput(use, { suite, keyId: bundle.id }, message)
  const keys = openKeys(expected.backend ?? (await chooseBackend()), bundle)
  const mlDsaValid = await keys.mlDsa65.verify(input, context, signature.mlDsa65)
  // INVARIANT: hybrid is valid only if both parts are.
  const edValid =
    !SUITES[suite].hybrid ||
    (signature.ed25519 !== undefined && keys.ed25519?.verify(input, signature.ed25519) === true)
  if (!mlDsaValid || !edValid)
    throw new VerificationError(
      'SignatureInvalid',
      `the signature of key \`${bundle.id}\` is not valid; refusing it`,
    )
}

/** @throws VerificationError `AlgorithmMismatch` unless the signature claims, and has the parts of, this suite */
export function checkSuite(signature: Signature, suite: Suite): void {
  if (signature.suite !== suite || (signature.ed25519 !== undefined) !== SUITES[suite].hybrid)
    throw new VerificationError(
      'AlgorithmMismatch',
      `a \`${suite}\` signature is expected and \`${signature.suite}\` was given; refusing it`,
    )
}

interface VerifyingKeys {
  readonly mlDsa65: MlDsa65Public
  readonly ed25519?: Ed25519Public
}

const openedKeys = new WeakMap<Backend, WeakMap<PublicKeyBundle, VerifyingKeys>>()

/** Opening an ML-DSA key costs half as much as a verification. A bundle is frozen, so its keys open once. */
function openKeys(backend: Backend, bundle: PublicKeyBundle): VerifyingKeys {
  let ofBackend = openedKeys.get(backend)
  if (ofBackend === undefined) openedKeys.set(backend, (ofBackend = new WeakMap()))
  const known = ofBackend.get(bundle)
  if (known !== undefined) return known
  const keys = open(backend, bundle)
  ofBackend.set(bundle, keys)
  return keys
}

function open(backend: Backend, bundle: PublicKeyBundle): VerifyingKeys {
  try {
    const mlDsa65 = backend.mlDsa65.openPublic(bundle.mlDsaVerifyingKey)
    return bundle.ed25519VerifyingKey === undefined
      ? { mlDsa65 }
      : { mlDsa65, ed25519: backend.ed25519.openPublic(bundle.ed25519VerifyingKey) }
  } catch (cause) {
    throw new VerificationError('SignatureInvalid', `key \`${bundle.id}\` does not open; refusing it`, {
      cause,
    })
  }
}
