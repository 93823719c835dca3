import { randomBytes } from 'node:crypto'
import { APPROVAL_SECRET_BYTES, deriveApprovalKeys, type ApprovalKeys } from '../store/approval-keys.ts'
import { openSecretFile } from './secret-file.ts'

/**
 * Reads the keys of a queue from a file that only its owner may read, and makes the file when there is none; safe
 * against other processes that do the same at the same time. Keep it apart from the database: who has both can
 * approve anything.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`
 */
export async function openApprovalKeys(file: string): Promise<ApprovalKeys> {
  const text = await openSecretFile(file, {
    name: 'key',
    make: () => randomBytes(APPROVAL_SECRET_BYTES).toString('base64'),
    pattern: /^[A-Za-z0-9+/]{43}=$/,
  })
  return deriveApprovalKeys(new Uint8Array(Buffer.from(text, 'base64')))
}
