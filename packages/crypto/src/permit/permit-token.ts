import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { PermitError } from '../errors/permit-error.ts'
import { SIZES } from '../suites.ts'
import { readBoundText, writeBoundText, type BoundText } from './bound-text.ts'

/** Leave for one call. Every field is signed. Times are Unix seconds. */
export interface PermitToken {
  /** 128 random bits, lower-case hexadecimal: the nonce, used once. */
  readonly tokenId: string
  readonly issuedAt: number
  readonly notBefore: number
  readonly expiresAt: number
  /** Name of the tool or operation. */
  readonly action: BoundText
  /** `sha256:<hex>` over the canonical parameters. */
  readonly parametersDigest: string
  /** Who verifies: a permit for one service is nothing to another. */
  readonly audience: BoundText
  /** On whose authority. */
  readonly principal: BoundText
  /** What the action is done to. */
  readonly target?: BoundText
  readonly session?: BoundText
  /** The decision that allowed the call. */
  readonly decisionId?: BoundText
  /** `sha256:<hex>` of the policy that decided. */
  readonly policyDigest?: string
}

const VERSION = 1
const TOKEN_ID_BYTES = 16
const PRESENT = 1
const ABSENT = 0

/** The bytes of a token, of which it has exactly one form. `docs/spec/permit.md` describes them. */
export function encodePermit(token: PermitToken): Uint8Array {
  try {
    const writer = new ByteWriter()
      .u8(VERSION)
      .raw(fromHex(token.tokenId, TOKEN_ID_BYTES))
      .u64(token.issuedAt)
      .u64(token.notBefore)
      .u64(token.expiresAt)
      .raw(fromDigest(token.parametersDigest))
    for (const field of [token.action, token.audience, token.principal]) writeBoundText(writer, field)
    for (const field of [token.target, token.session, token.decisionId]) writeBoundText(writer, field)
    if (token.policyDigest === undefined) writer.u8(ABSENT)
    else writer.u8(PRESENT).raw(fromDigest(token.policyDigest))
    return writer.finish()
  } catch (cause) {
    if (!(cause instanceof MalformedBytes || cause instanceof RangeError || cause instanceof TypeError))
      throw cause
    throw new PermitError('PERMIT_MALFORMED', 'a permit has a field that cannot be encoded; refusing it', {
      cause,
    })
  }
}

/** @throws PermitError `PERMIT_MALFORMED` on anything `encodePermit` does not write */
export function decodePermit(bytes: Uint8Array): PermitToken {
  try {
    const reader = new ByteReader(bytes)
    if (reader.u8() !== VERSION) throw new MalformedBytes('version is unknown')
    const fixed = {
      tokenId: toHex(reader.raw(TOKEN_ID_BYTES)),
      issuedAt: reader.u64(),
      notBefore: reader.u64(),
      expiresAt: reader.u64(),
      parametersDigest: toDigest(reader.raw(SIZES.digest)),
    }
    const named = { action: required(reader), audience: required(reader), principal: required(reader) }
    const [target, session, decisionId] = [
      readBoundText(reader),
      readBoundText(reader),
      readBoundText(reader),
    ]
    const policyDigest = readOptionalDigest(reader)
    reader.end()
    return {
      ...fixed,
      ...named,
      ...(target !== undefined && { target }),
      ...(session !== undefined && { session }),
      ...(decisionId !== undefined && { decisionId }),
      ...(policyDigest !== undefined && { policyDigest }),
    }
  } catch (cause) {
    if (!(cause instanceof MalformedBytes)) throw cause
    throw new PermitError('PERMIT_MALFORMED', `permit does not parse: ${cause.message}`, { cause })
  }
}

function required(reader: ByteReader): BoundText {
  const value = readBoundText(reader)
  if (value === undefined) throw new MalformedBytes('a required field is absent')
  return value
}

function readOptionalDigest(reader: ByteReader): string | undefined {
  switch (reader.u8()) {
    case ABSENT:
      return undefined
    case PRESENT:
      return toDigest(reader.raw(SIZES.digest))
    default:
      throw new MalformedBytes('presence of a field is unclear')
  }
}

const DIGEST_HEAD = 'sha256:'

function toDigest(bytes: Uint8Array): string {
  return `${DIGEST_HEAD}${toHex(bytes)}`
}

/** @throws MalformedBytes unless the text is `sha256:` and 64 digits */
export function fromDigest(text: string): Uint8Array {
  if (!text.startsWith(DIGEST_HEAD)) throw new MalformedBytes('digest is not `sha256:`')
  return fromHex(text.slice(DIGEST_HEAD.length), SIZES.digest)
}
