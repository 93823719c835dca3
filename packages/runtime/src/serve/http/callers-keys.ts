/** The keys of a file of callers, each with the line that editors show. */
export const CALLERS_KEYS = {
  callers: 'Who may ask, each with the digest of a token of their own.',
} as const

export const CALLER_KEYS = {
  id: 'Name of the program that asks.',
  token_sha256: 'SHA-256 of the token, 64 hexadecimal digits; the token itself is kept nowhere.',
  scopes:
    'What it may ask: `evaluate` (the default), `judge`, `approvals`, `audit`, `permits`. None lets it decide.',
  subjects: 'On whose behalf it may say that calls are made: `user:ana`, `agent:*`, `*`; nobody when absent.',
  roles: 'Roles that it may say they have; none when absent.',
} as const
