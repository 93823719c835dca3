import { createHmac, hkdfSync } from 'node:crypto'
import { ApprovalsError } from '../approvals-error.ts'

/** The three keys of a queue. They stay outside the database: who can only edit that, can approve nothing. */
export interface ApprovalKeys {
  /** Keys the digests that people and agents may see. */
  readonly digest: Uint8Array
  /** Seals the whole call. */
  readonly seal: Uint8Array
  /** Authenticates every row. */
  readonly row: Uint8Array
}

export const APPROVAL_SECRET_BYTES = 32

/** Derives the keys of a queue from its one secret of 32 bytes (HKDF-SHA-256, RFC 5869). */
export function deriveApprovalKeys(secret: Uint8Array): ApprovalKeys {
  if (secret.length !== APPROVAL_SECRET_BYTES)
    throw new ApprovalsError(
      'APPROVAL_KEY_UNUSABLE',
      `the approvals secret has ${secret.length} bytes instead of ${APPROVAL_SECRET_BYTES}; refusing to start`,
    )
  const derive = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `kvlar-approvals-v1 ${label}`, 32))
  return { digest: derive('digest'), seal: derive('seal'), row: derive('row') }
}

/** HMAC-SHA-256 over a label and a text, each with its length before it, as `hmac-sha256:<hex>`. */
export function keyedDigest(key: Uint8Array, label: string, text: string): string {
  const mac = createHmac('sha256', key)
  for (const part of [label, text]) {
    const bytes = Buffer.from(part, 'utf8')
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(bytes.length))
    mac.update(length).update(bytes)
  }
  return `hmac-sha256:${mac.digest('hex')}`
}
