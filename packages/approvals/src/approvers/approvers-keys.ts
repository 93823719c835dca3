/** The keys of a file of approvers, each with the line that editors show. */
export const APPROVERS_KEYS = {
  approvers: 'Who may review, each with the digest of a token of their own.',
} as const

export const APPROVER_KEYS = {
  id: 'Name under which decisions are recorded; rules name it as `user:ID`.',
  token_sha256: 'SHA-256 of the token, 64 hexadecimal digits; the token itself is kept nowhere.',
  groups: 'Groups that rules name as `group:NAME`; none when absent.',
  roles: 'Roles that rules name as `role:NAME`; none when absent.',
  rights: 'What they may do beyond deciding; nothing when absent.',
} as const
