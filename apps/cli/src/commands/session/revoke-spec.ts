import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { APPROVERS_FLAG, IDENTITY_NOTE } from '../../flags/queue-flags.ts'
import { SHARED_REDIS_FLAG } from '../../flags/redis-flags.ts'
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
    {
      line: 'kvlar session revoke everything --redis rediss://redis.internal',
      does: 'the same on every machine that shares this Redis',
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
    SHARED_REDIS_FLAG,
    APPROVERS_FLAG,
    ...RECORD_FLAGS,
    JSON_FLAG,
  ],
  operands: TARGET_OPERAND,
  notes: [
    'It holds from the next call on, in every proxy and program of this user, and with `--redis` in those of every machine that names it too, until `kvlar session restore`. Where that Redis cannot be told, it holds on this machine alone, and the command fails. Calls that wait for people are turned away when they would go on.',
    IDENTITY_NOTE,
  ],
  exits: ['ok', 'refused'],
} as const satisfies CommandSpec
