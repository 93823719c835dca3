import type { CommandSpec } from '../../command-line/command-spec.ts'
import { DECISION_FLAGS, IDENTITY_NOTE, REQUEST_OPERAND } from '../../flags/queue-flags.ts'

export const approvalsDenySpec = {
  examples: [
    {
      line: 'kvlar approvals deny apr_4f1d2c3b --note "use the staging database"',
      does: 'the agent is told why',
    },
  ],
  flags: DECISION_FLAGS,
  operands: REQUEST_OPERAND,
  notes: [IDENTITY_NOTE],
  exits: ['ok', 'policyInvalid', 'refused', 'notFound'],
} as const satisfies CommandSpec
