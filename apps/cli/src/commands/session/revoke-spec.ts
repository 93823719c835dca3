import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { APPROVERS_FLAG, IDENTITY_NOTE } from '../../flags/queue-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'
import { TARGET_OPERAND } from '../../sessions/read-target.ts'

export const sessionRevokeSpec = {
  examples: [
    {
      line: 'kvlar session revoke 5f2c --reason "stolen laptop"',
      does: 'no call of this session passes any more',
    },
    {
      line: 'kvlar session revoke principal:alice --reason "left the company"',
      does: 'none of hers, in any session',
    },
    {
      line: 'kvlar session revoke everything --reason incident',
      does: 'the kill switch: no call of anybody passes',
    },
  ],
  flags: [
    {
      kind: 'value',
      name: 'reason',
      placeholder: 'TEXT',
      default: 'turned away by a person',
      completes: 'nothing',
      summary: 'why; agents are told it, and the record keeps it',
    },
    APPROVERS_FLAG,
    ...RECORD_FLAGS,
    JSON_FLAG,
  ],
  operands: TARGET_OPERAND,
  notes: [
    'It holds from the next call on, in every proxy and program of this user, until `kvlar session restore`. Calls that wait for people are turned away when they would go on.',
    IDENTITY_NOTE,
  ],
  exits: ['ok', 'refused'],
} as const satisfies CommandSpec
