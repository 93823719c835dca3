import {
  SIZES,
  SUITES,
  VerificationError,
  verifyMessage,
  type PublicKeyBundle,
  type SignatureUse,
  type Suite,
} from '@kvlar/crypto'
import { NOTE_TYPES, noteKeyHash, type Note, type SignatureLine } from './note.ts'

/** Finds a trusted key by its id; undefined when it is not trusted. */
export type TrustedKeys = (keyId: string) => PublicKeyBundle | undefined

/** Who says that he signed a note, as the note's own text has it. */
export interface NoteClaim {
  /** The first line of the text. */
  readonly name: string
  readonly keyId: string
  readonly suite: Suite
  /** Milliseconds since the epoch. */
  readonly timeMs: number
  readonly use: SignatureUse
}

/**
 * Returns only if the note carries exactly the signatures of its suite and each holds under a trusted key that had
 * not expired at the time the note names.
 * @returns the key
 * @throws VerificationError `NotFound` for a key that is not trusted, `AlgorithmMismatch` for a missing or extra
 * signature line, `SignatureInvalid`
 */
export async function verifyNote(
  { text, lines }: Note,
  claim: NoteClaim,
  keys: TrustedKeys,
): Promise<PublicKeyBundle> {
  const { keyId, suite, timeMs, use } = claim
  const bundle = keys(keyId)
  if (bundle === undefined)
    throw new VerificationError('NotFound', `key \`${keyId}\` is not trusted; refusing what it signed`)
  if (bundle.isExpiredAt(Math.floor(timeMs / 1000)))
    throw new VerificationError(
      'SignatureInvalid',
      `key \`${keyId}\` had expired when it signed; refusing it`,
    )
  await verifyMessage({ suite, keyId, ...partsOf(lines, claim, bundle) }, Buffer.from(text), {
    use,
    suite,
    bundle,
  })
  return bundle
}

function partsOf(
  lines: readonly SignatureLine[],
  { name, suite }: NoteClaim,
  bundle: PublicKeyBundle,
): { readonly mlDsa65: Uint8Array; readonly ed25519?: Uint8Array } {
  const find = (type: string, key: Uint8Array | undefined, length: number): Uint8Array | undefined => {
    if (key === undefined) return undefined
    const keyHash = noteKeyHash(name, type, key)
    return lines.find((line) => {
      return (
        line.name === name && line.signature.length === length && Buffer.compare(line.keyHash, keyHash) === 0
      )
    })?.signature
  }
  const mlDsa65 = find(NOTE_TYPES.mlDsa65, bundle.mlDsaVerifyingKey, SIZES.mlDsaSignature)
  const ed25519 = find(NOTE_TYPES.ed25519, bundle.ed25519VerifyingKey, SIZES.ed25519Signature)
  const { hybrid } = SUITES[suite]
  // INVARIANT: a note carries exactly the signature lines of its suite; a stripped or added one is refused.
  if (mlDsa65 === undefined || (hybrid && ed25519 === undefined) || lines.length !== (hybrid ? 2 : 1))
    throw new VerificationError(
      'AlgorithmMismatch',
      `a note has not exactly the signatures of \`${suite}\`; refusing it`,
    )
  return hybrid && ed25519 !== undefined ? { mlDsa65, ed25519 } : { mlDsa65 }
}
