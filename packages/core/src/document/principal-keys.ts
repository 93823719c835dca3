/** The keys of a principal in a file, each with the line that editors show. */
export const PRINCIPAL_IDENTITY_KEYS = {
  id: 'Stable identifier, compared byte for byte.',
  kind: 'What sort of identity it is; `agent` when absent.',
  roles: 'Its roles; none when absent.',
} as const
