import type { CommandSpec } from '../../command-line/command-spec.ts'
import { DECISION_FLAGS, IDENTITY_NOTE, REQUEST_OPERAND } from '../../flags/queue-flags.ts'

export const approvalsApproveSpec = {
  examples: [
    { line: 'kvlar approvals approve apr_4f1d2c3b', does: 'this call, once' },
    {
      line: 'kvlar approvals approve apr_4f1d2c3b --grant 1h --note "release day"',
      does: 'and the same call again for an hour, if its rule lets reviewers grant that',
    },
  ],
  flags: [
    {
      kind: 'value',
      name: 'grant',
      placeholder: 'once|session|1h',
      default: 'once',
      completes: 'nothing',
      summary: 'how long the same call needs nobody again; what its rule lists',
    },
    {
      kind: 'switch',
      name: 'general',
      summary: 'let the grant cover calls that differ only where `kvlar approvals show` says so',
    },
    {
      kind: 'value',
      name: 'confirm',
      placeholder: 'TEXT',
      completes: 'nothing',
      summary: 'for a critical call: what `kvlar approvals show` says to confirm',
    },
    ...DECISION_FLAGS,
  ],
  operands: REQUEST_OPERAND,
  notes: [IDENTITY_NOTE],
  exits: ['ok', 'policyInvalid', 'refused', 'notFound'],
} as const satisfies CommandSpec
