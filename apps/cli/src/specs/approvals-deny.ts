import type { CommandSpec } from '../command-spec.ts'
import { DECISION_FLAGS, IDENTITY_NOTE, REQUEST_OPERAND } from './queue-flags.ts'

export const approvalsDenySpec = {
  name: 'approvals deny',
  summary: 'deny one request: its call does not run',
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
