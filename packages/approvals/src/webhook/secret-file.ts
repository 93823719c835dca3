import { readOwnerFile, type OwnerFileFault } from '@kvlar/core/node'
import { ApprovalsError } from '../approvals-error.ts'
import { webhookSecret } from './standard-webhook.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/**
 * Reads the secrets of a webhook from a file that only its owner may read: one `whsec_…` in each line, the newest
 * first; empty lines and lines that begin with `#` do not count.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`, or `APPROVAL_BAD_OPTION` for a line that is no secret
 */
export async function readWebhookSecrets(file: string): Promise<readonly string[]> {
  const read = await readOwnerFile(file, WEBHOOK_LIMITS.secretFileBytesMax)
  if (!read.ok) throw unusable(file, FAULTS[read.fault], read.cause)
  const secrets = read.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (secrets.length === 0) throw unusable(file, 'holds no secret')
  for (const secret of secrets) webhookSecret(secret)
  return secrets
}

const FAULTS: Readonly<Record<OwnerFileFault, string>> = {
  not_private: 'may be used by others than its owner, until its mode is 0600',
  irregular: 'is not a small file',
  too_long: 'is not a small file',
  unreadable: 'cannot be read',
}

function unusable(file: string, why: string, cause?: unknown): ApprovalsError {
  return new ApprovalsError('APPROVAL_KEY_UNUSABLE', `the secret file \`${file}\` ${why}; refusing it`, {
    cause,
  })
}
