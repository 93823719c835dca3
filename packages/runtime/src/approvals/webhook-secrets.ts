import { fromEnvironment } from '../settings/environment.ts'

/**
 * The secrets of the webhook, from the environment, so that no process list shows them: the secrets themselves, or the
 * file that holds them, which only its owner may read.
 * @throws ApprovalsError for a file that others can read, and for a secret that is none
 */
export async function webhookSecrets(): Promise<readonly string[]> {
  const file = fromEnvironment('webhookSecretsFile')
  const words = (fromEnvironment('webhookSecrets') ?? '').split(/\s+/).filter((word) => word !== '')
  if (file === undefined && words.length === 0) return []
  const { readWebhookSecrets, webhookSecret } = await import('@kvlar/approvals/webhook')
  if (file !== undefined) return readWebhookSecrets(file)
  for (const word of words) webhookSecret(word)
  return words
}
