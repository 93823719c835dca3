import { constants, open } from 'node:fs/promises'
import { ApprovalsError } from '../approvals-error.ts'
import { webhookSecret } from './standard-webhook.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

const GROUP_AND_OTHERS = 0o077

/**
 * Reads the secrets of a webhook from a file that only its owner may read: one `whsec_…` in each line, the newest
 * first; empty lines and lines that begin with `#` do not count.
 *
 * @throws ApprovalsError `APPROVAL_KEY_UNUSABLE`, or `APPROVAL_BAD_OPTION` for a line that is no secret
 */
export async function readWebhookSecrets(file: string): Promise<readonly string[]> {
  const text = await readPrivately(file)
  const secrets = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (secrets.length === 0) throw unusable(file, 'holds no secret')
  for (const secret of secrets) webhookSecret(secret)
  return secrets
}

async function readPrivately(file: string): Promise<string> {
  try {
    // A pipe must not make us wait for its writer.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await handle.stat()
      if (!stats.isFile() || stats.size > WEBHOOK_LIMITS.secretFileBytesMax)
        throw unusable(file, 'is not a small file')
      if (process.platform !== 'win32' && (stats.mode & GROUP_AND_OTHERS) !== 0)
        throw unusable(file, 'may be used by others than its owner, until its mode is 0600')
      return await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw cause instanceof ApprovalsError ? cause : unusable(file, 'cannot be read', cause)
  }
}

function unusable(file: string, why: string, cause?: unknown): ApprovalsError {
  return new ApprovalsError('APPROVAL_KEY_UNUSABLE', `the secret file \`${file}\` ${why}; refusing it`, {
    cause,
  })
}
