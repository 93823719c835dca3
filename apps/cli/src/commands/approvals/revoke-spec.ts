import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { APPROVERS_FLAG, IDENTITY_NOTE, QUEUE_FLAGS } from '../../flags/queue-flags.ts'

export const approvalsRevokeSpec = {
  examples: [{ line: 'kvlar approvals revoke grt_9a8b7c6d', does: 'as `kvlar approvals grants` names it' }],
  flags: [APPROVERS_FLAG, ...QUEUE_FLAGS, JSON_FLAG],
  operands: {
    placeholder: 'ID',
    summary: 'grant as `kvlar approvals grants` names it (8 or more digits of its id)',
    max: 1,
    completes: 'nothing',
  },
  notes: [IDENTITY_NOTE],
  exits: ['ok', 'policyInvalid', 'refused', 'notFound'],
} as const satisfies CommandSpec
