import {
  SIZES,
  SUITES,
  VerificationError,
  verifyMessage,
  type PublicKeyBundle,
  type Suite,
} from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import type { Checkpoint } from './checkpoint.ts'
import { ORIGIN_PREFIX, parseCheckpointText } from './checkpoint-text.ts'
import { NOTE_TYPES, noteKeyHash, parseNote, type SignatureLine } from './note.ts'

/** Finds a trusted key by its id; undefined when it is not trusted. */
export type TrustedKeys = (keyId: string) => PublicKeyBundle | undefined

/** A checkpoint whose signature holds, and the text that was signed. */
export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly text: string
  readonly bundle: PublicKeyBundle
}

/**
 * Reads a checkpoint note and returns it only if every signature of its suite holds under a trusted key.
 * @param suite the suite insisted on; without it, the one the signed text names
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED`; VerificationError `NotFound` for a key that is not trusted,
 * `AlgorithmMismatch` for another suite or a missing or extra signature line, `SignatureInvalid`
 */
export async function verifyCheckpoint(
  source: string,
  keys: TrustedKeys,
  suite?: Suite,
): Promise<VerifiedCheckpoint> {
  const { text, lines } = parseNote(source)
  const checkpoint = parseCheckpointText(text)
  if (suite !== undefined && checkpoint.suite !== suite)
    throw mismatch(`a \`${suite}\` checkpoint is expected and this one is \`${checkpoint.suite}\``)
  const bundle = keys(checkpoint.keyId)
  if (bundle === undefined)
    throw new VerificationError(
      'NotFound',
      `key \`${checkpoint.keyId}\` is not trusted; refusing its checkpoint`,
    )
  const signature = partsOf(lines, checkpoint, bundle)
  await verifyMessage({ suite: checkpoint.suite, keyId: checkpoint.keyId, ...signature }, Buffer.from(text), {
    use: 'checkpoint',
    suite: checkpoint.suite,
    bundle,
  })
  return { checkpoint, text, bundle }
}

function partsOf(
  lines: readonly SignatureLine[],
  { head, suite }: Checkpoint,
  bundle: PublicKeyBundle,
): { readonly mlDsa65: Uint8Array; readonly ed25519?: Uint8Array } {
  const name = `${ORIGIN_PREFIX}${head.chain}`
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
  // INVARIANT: a checkpoint carries exactly the signature lines of its suite; a stripped or added one is refused.
  const wanted = SUITES[suite].hybrid ? 2 : 1
  if (mlDsa65 === undefined || (SUITES[suite].hybrid && ed25519 === undefined) || lines.length !== wanted)
    throw mismatch(`a checkpoint has not exactly the signatures of \`${suite}\``)
  return SUITES[suite].hybrid && ed25519 !== undefined ? { mlDsa65, ed25519 } : { mlDsa65 }
}

function mismatch(what: string): VerificationError {
  return new VerificationError('AlgorithmMismatch', `${what}; refusing it`)
}

/** Whether an error says that a checkpoint is not to be trusted, rather than that something else went wrong. */
export function isCheckpointRefusal(error: unknown): error is AuditError | VerificationError {
  return (
    error instanceof VerificationError ||
    (error instanceof AuditError && error.code === 'AUDIT_CHECKPOINT_MALFORMED')
  )
}
