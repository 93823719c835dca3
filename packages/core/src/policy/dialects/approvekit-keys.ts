/** The keys of ApproveKit's format, each with the line that editors show. */
export const APPROVEKIT_POLICY_KEYS = {
  default_timeout: 'Seconds (or a duration) that a request waits before it is denied; 300 when absent.',
  rules: 'One rule for each tool; named tools come before `*`, whatever the order.',
} as const

export const APPROVEKIT_RULE_KEYS = {
  tool: 'Exact name of the tool, or `*` for every tool without a rule of its own.',
  require_approval: 'Whether a human is asked before the call runs.',
  timeout: 'Seconds (or a duration) that a request waits before it is denied.',
  auto_approve: 'Whether the call runs without asking; it wins over `require_approval`.',
  risk_level: 'How grave the call is, for reviewers; low when absent.',
  redact_fields: 'Argument names whose values are never stored or shown.',
} as const
