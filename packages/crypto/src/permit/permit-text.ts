import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { decodePermit, encodePermit, type PermitToken } from './permit-token.ts'

const HEAD = 'kvp1.'

/** A token with the bytes of its signature. */
export interface SignedPermit {
  readonly token: PermitToken
  /** As `PqTokenSigner.sign` gives it. */
  readonly signature: Uint8Array
}

/** The compact form for headers and `_meta`: `kvp1.` and base64url, at most 5,500 characters (6,000 in a batch). */
export function permitText({ token, signature }: SignedPermit): string {
  const body = encodePermit(token)
  return HEAD + toBase64url(new ByteWriter().u16(body.length).raw(body).raw(signature).finish())
}

/** @throws PermitError `PERMIT_MALFORMED` on anything `permitText` does not write */
export function parsePermitText(text: string): SignedPermit {
  if (typeof text !== 'string' || text.length > LIMITS.batchedPermitCharsMax || !text.startsWith(HEAD))
    throw new PermitError(
      'PERMIT_MALFORMED',
      'a permit is not `kvp1.` text of a permitted length; refusing it',
    )
  try {
    const reader = new ByteReader(fromBase64url(text.slice(HEAD.length)))
    const body = reader.raw(reader.u16())
    return { token: decodePermit(body), signature: reader.rest() }
  } catch (cause) {
    if (!(cause instanceof MalformedBytes)) throw cause
    throw new PermitError('PERMIT_MALFORMED', `a permit does not parse: ${cause.message}`, { cause })
  }
}
