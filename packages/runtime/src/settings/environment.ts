/**
 * All that the environment may say, and what for: places and secrets, which others must not read on a command line.
 *
 * INVARIANT: it names no policy, no principal, no record and no approver, and turns nothing off. A repository that an
 * agent works in can set variables (a client's configuration of it does), and must not thereby decide what the agent may do.
 */
export const ENVIRONMENT = {
  /** The queue, a file or a URL; what is approved there counts only under the key in the user's own folder. */
  queue: 'KVLAR_APPROVALS_DB',
  /**
   * The password of the Redis that is named elsewhere. Never which Redis: in one that nobody has counted in, every limit
   * begins anew.
   */
  redisPassword: 'KVLAR_REDIS_PASSWORD',
  /** The passphrase of the keys. */
  keyPassphrase: 'KVLAR_KEY_PASSPHRASE',
  /** The secrets of the webhook, or the file that holds them. */
  webhookSecrets: 'KVLAR_WEBHOOK_SECRETS',
  webhookSecretsFile: 'KVLAR_WEBHOOK_SECRETS_FILE',
} as const

/** What the environment says; undefined when it says nothing. */
export function fromEnvironment(what: keyof typeof ENVIRONMENT): string | undefined {
  return process.env[ENVIRONMENT[what]]
}
