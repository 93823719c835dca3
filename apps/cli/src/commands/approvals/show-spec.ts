import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { QUEUE_FLAGS, REQUEST_OPERAND } from '../../flags/queue-flags.ts'

export const approvalsShowSpec = {
  examples: [
    { line: 'kvlar approvals show apr_4f1d2c3b', does: 'what a reviewer should read before deciding' },
  ],
  flags: [...QUEUE_FLAGS, JSON_FLAG],
  operands: REQUEST_OPERAND,
  notes: [
    'Nothing of a call is cut, and characters that a terminal would hide or obey are written out. Values that the policy hides are described, not shown.',
    'With `--json` the request is as the API lists it, and `card` beside it is all that reviewers see, in the order in which it is to be read.',
  ],
  exits: ['ok', 'notFound'],
} as const satisfies CommandSpec
