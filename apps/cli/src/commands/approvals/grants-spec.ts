import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { QUEUE_FLAG } from '../../flags/queue-flags.ts'

export const approvalsGrantsSpec = {
  examples: [{ line: 'kvlar approvals grants', does: 'what needs nobody at the moment, and who said so' }],
  flags: [QUEUE_FLAG, JSON_FLAG],
  exits: ['ok'],
} as const satisfies CommandSpec
