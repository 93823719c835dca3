import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { APPROVERS_FLAG, IDENTITY_NOTE } from '../../flags/queue-flags.ts'
import { SHARED_REDIS_FLAG } from '../../flags/redis-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'
import { TARGET_OPERAND } from '../../sessions/read-target.ts'

export const sessionRestoreSpec = {
  examples: [
    {
      line: 'kvlar session restore principal:alice --reason "it was a mistake"',
      does: 'her calls are judged again',
    },
    { line: 'kvlar session restore everything', does: 'the end of the kill switch' },
  ],
  flags: [
    {
      kind: 'value',
      name: 'reason',
      placeholder: 'TEXT',
      default: 'let in again by a person',
      completes: 'nothing',
      summary: 'why; the record keeps it',
    },
    SHARED_REDIS_FLAG,
    APPROVERS_FLAG,
    ...RECORD_FLAGS,
    JSON_FLAG,
  ],
  operands: TARGET_OPERAND,
  notes: ['Nobody is let in again before that stands in the record.', IDENTITY_NOTE],
  exits: ['ok', 'refused', 'notFound'],
} as const satisfies CommandSpec
