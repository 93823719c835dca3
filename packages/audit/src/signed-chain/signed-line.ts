import { EvaluationError } from '@kvlar/core'
import { canonicalJson, readJson, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { SIZES, SUITES, type Signature, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { LIMITS } from '../limits.ts'
import { base64 } from '../note/note-field.ts'

/** What one signature covers: the entry, its place, and who signs how. */
export interface SignedContent {
  readonly index: number
  /** Hash of the line before, or `genesis`. */
  readonly prev: string
  readonly entry: JsonObject
  readonly keyId: string
  readonly suite: Suite
}

/** The bytes that are signed: canonical JSON (RFC 8785), so no byte can move from one field to another. */
export function signedBytes({ index, prev, entry, keyId, suite }: SignedContent): Uint8Array {
  return Buffer.from(canonicalJson({ v: 1, index, prev, entry, key_id: keyId, suite }))
}

/** The line of an entry, without a line feed. */
export function formatSignedLine(content: SignedContent, { mlDsa65, ed25519 }: Signature): string {
  const { index, prev, entry, keyId, suite } = content
  return canonicalJson({
    v: 1,
    index,
    prev,
    entry,
    key_id: keyId,
    suite,
    ml_dsa_signature: base64(mlDsa65),
    ...(ed25519 === undefined ? {} : { ed25519_signature: base64(ed25519) }),
  })
}

/**
 * Reads exactly what `formatSignedLine` writes.
 * @throws AuditError `AUDIT_CHAIN_BROKEN` on anything else
 */
export function parseSignedLine(line: string, at: number): { content: SignedContent; signature: Signature } {
  const malformed = new AuditError('AUDIT_CHAIN_BROKEN', `line ${at} is no signed entry; trusting none of it`)
  if (line.length > LIMITS.entryBytesMax) throw malformed
  const read = readJson(line)
  if (!read.ok || typeof read.value !== 'object' || read.value === null) throw malformed
  const { v, index, prev, entry, key_id: keyId, suite, ...rest } = read.value as JsonObject
  const mlDsa65 = bytesOf(rest['ml_dsa_signature'], SIZES.mlDsaSignature)
  const ed25519 = bytesOf(rest['ed25519_signature'], SIZES.ed25519Signature)
  if (
    v !== 1 ||
    !Number.isSafeInteger(index) ||
    typeof prev !== 'string' ||
    typeof entry !== 'object' ||
    entry === null ||
    typeof keyId !== 'string' ||
    typeof suite !== 'string' ||
    !Object.hasOwn(SUITES, suite) ||
    mlDsa65 === undefined ||
    (rest['ed25519_signature'] !== undefined && ed25519 === undefined)
  )
    throw malformed
  // Each field was checked above; the canonical form below refuses whatever else there is.
  const content = { index, prev, entry, keyId, suite } as SignedContent
  const signature = {
    keyId,
    suite: content.suite,
    mlDsa65,
    ...(ed25519 === undefined ? {} : { ed25519 }),
  }
  if (!isCanonical(line, content, signature)) throw malformed
  return { content, signature }
}

function isCanonical(line: string, content: SignedContent, signature: Signature): boolean {
  try {
    return formatSignedLine(content, signature) === line
  } catch (error) {
    if (error instanceof EvaluationError) return false
    throw error
  }
}

function bytesOf(value: JsonValue | undefined, length: number): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined
  const bytes = Buffer.from(value, 'base64')
  return bytes.length === length && base64(bytes) === value ? bytes : undefined
}
