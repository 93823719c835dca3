import { ByteWriter } from '../bytes/byte-writer.ts'
import { SIGNATURE_USES, type SignatureUse, type Suite } from '../suites.ts'
import type { SigningRequest } from './signer.ts'

/**
 * The transcript both algorithms sign. Suite and key id are inside, so that neither part of a hybrid signature is a
 * valid PQ-only one, and no signature can be attributed to another key. Ed25519 has no context: the label leads here.
 */
export function signingInput(
  use: SignatureUse,
  signer: { readonly suite: Suite; readonly keyId: string },
  message: Uint8Array,
): SigningRequest {
  const label = SIGNATURE_USES[use]
  return {
    input: new ByteWriter().text(label).text(signer.suite).text(signer.keyId).sized(message).finish(),
    context: new Uint8Array(Buffer.from(label, 'utf8')),
  }
}
