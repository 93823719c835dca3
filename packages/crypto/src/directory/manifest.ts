import type { Backend } from '../backend/backend.ts'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { exactFields } from '../bytes/exact-fields.ts'
import { KeyError } from '../errors/key-error.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { LIMITS } from '../limits.ts'
import { decodeSignature, encodeSignature, type Signature } from '../signing/signature.ts'
import { signMessage } from '../signing/sign-message.ts'
import type { Signer } from '../signing/signer.ts'
import { verifyMessage } from '../signing/verify-message.ts'
import { DEFAULT_SUITE, type Suite } from '../suites.ts'

/** The keys that verifiers may trust, as their root states them. Times are Unix seconds. */
export interface Manifest {
  /** Rises with every change; a lower one is an older manifest. */
  readonly sequence: number
  readonly issuedAt: number
  readonly expiresAt: number
  readonly bundles: readonly PublicKeyBundle[]
}

/** What the root states about its manifest. */
export type ManifestTerms = Omit<Manifest, 'bundles'>

/** Which root a manifest must be signed by. */
export interface ManifestTrust {
  readonly root: PublicKeyBundle
  /** Hybrid by default. */
  readonly suite?: Suite
  /** Unix seconds. */
  readonly nowSeconds: number
  readonly backend?: Backend
}

const TYPE = 'kvlar-directory'
const VERSION = 1

/** A JSON array of bundles: as trustworthy as the place it is kept in. */
export function buildUnsignedManifest(bundles: readonly PublicKeyBundle[]): string {
  return `${JSON.stringify(bundles, null, 2)}\n`
}

/** The bundles of an unsigned manifest; one bundle by itself is a manifest of one. @throws VerificationError `Corrupt` */
export function parseUnsignedManifest(text: string): readonly PublicKeyBundle[] {
  const value = parseJson(text)
  return bundlesOf(Array.isArray(value) ? value : [value])
}

/**
 * A manifest signed by its root, over the exact text of its payload.
 * @param signer the root's key, hybrid
 */
export async function buildSignedManifest(
  signer: Signer,
  bundles: readonly PublicKeyBundle[],
  { sequence, issuedAt, expiresAt }: ManifestTerms,
): Promise<string> {
  if (
    ![sequence, issuedAt, expiresAt].every((n) => Number.isSafeInteger(n) && n >= 0) ||
    expiresAt <= issuedAt
  )
    throw new KeyError(
      'KEY_INVALID_ARGUMENT',
      'terms of a manifest are not a sequence number and two times in order',
    )
  const payload = JSON.stringify({ sequence, issued_at: issuedAt, expires_at: expiresAt, bundles })
  const signature = await signMessage(signer, 'manifest', Buffer.from(payload, 'utf8'))
  const file = { type: TYPE, version: VERSION, payload, signature: toBase64url(encodeSignature(signature)) }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * The content of a signed manifest. Whether it is older than one seen before is the directory's question.
 * @throws VerificationError `RootSignatureInvalid` unless the root signed it and still lives, `Corrupt` on any other
 * shape, `BackendUnavailable` when it has expired
 */
export async function openSignedManifest(text: string, trust: ManifestTrust): Promise<Manifest> {
  const { payload, signature } = readEnvelope(text)
  await checkRoot(payload, signature, trust)
  const manifest = readPayload(payload)
  if (!(trust.nowSeconds < manifest.expiresAt))
    throw new VerificationError(
      'BackendUnavailable',
      `a directory manifest expired at \`${manifest.expiresAt}\``,
    )
  return manifest
}

async function checkRoot(payload: string, signature: Signature, trust: ManifestTrust): Promise<void> {
  const { root, suite = DEFAULT_SUITE, backend, nowSeconds } = trust
  if (root.isExpiredAt(nowSeconds))
    throw new VerificationError('RootSignatureInvalid', `the root key \`${root.id}\` has expired`)
  try {
    const expected = { use: 'manifest', suite, bundle: root, ...(backend && { backend }) } as const
    await verifyMessage(signature, Buffer.from(payload, 'utf8'), expected)
  } catch (cause) {
    if (!(cause instanceof VerificationError)) throw cause
    throw new VerificationError('RootSignatureInvalid', 'a directory manifest is not signed by its root', {
      cause,
    })
  }
}

function readEnvelope(text: string): { readonly payload: string; readonly signature: Signature } {
  const fields = fieldsOf(parseJson(text), ['type', 'version', 'payload', 'signature'])
  const [payload, signature] = [fields.get('payload'), fields.get('signature')]
  if (fields.get('type') !== TYPE || fields.get('version') !== VERSION || typeof payload !== 'string')
    throw corrupt('is of another type or version')
  try {
    return {
      payload,
      signature: decodeSignature(fromBase64url(typeof signature === 'string' ? signature : '')),
    }
  } catch (cause) {
    throw new VerificationError('RootSignatureInvalid', 'the signature of a manifest does not parse', {
      cause,
    })
  }
}

function readPayload(payload: string): Manifest {
  const fields = fieldsOf(parseJson(payload), ['sequence', 'issued_at', 'expires_at', 'bundles'])
  const whole = (name: string): number => {
    const value = fields.get(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw corrupt(`has no usable \`${name}\``)
    return value
  }
  return {
    sequence: whole('sequence'),
    issuedAt: whole('issued_at'),
    expiresAt: whole('expires_at'),
    bundles: bundlesOf(fields.get('bundles')),
  }
}

function bundlesOf(value: unknown): readonly PublicKeyBundle[] {
  if (!Array.isArray(value) || value.length > LIMITS.bundlesMax) throw corrupt('has no usable list of keys')
  try {
    return value.map((item: unknown) => PublicKeyBundle.fromJson(item))
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause
    throw new VerificationError('Corrupt', `a directory manifest has an unusable key: ${cause.message}`, {
      cause,
    })
  }
}

function parseJson(text: string): unknown {
  if (text.length > LIMITS.manifestBytesMax) throw corrupt('is too long')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new VerificationError('Corrupt', 'a directory manifest is not JSON; refusing it', { cause })
  }
}

function fieldsOf(value: unknown, names: readonly string[]): ReadonlyMap<string, unknown> {
  try {
    return exactFields(value, names)
  } catch (cause) {
    throw new VerificationError('Corrupt', 'a directory manifest has another shape than its format', {
      cause,
    })
  }
}

function corrupt(problem: string): VerificationError {
  return new VerificationError('Corrupt', `a directory manifest ${problem}; refusing it`)
}
