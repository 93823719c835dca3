import type { CommandSpec } from '../../command-line/command-spec.ts'
import { ROWS_OPERAND, UNVERIFIED_NOTE } from '../../flags/audit-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { SHARED_REDIS_FLAG } from '../../flags/redis-flags.ts'

export const sessionListSpec = {
  examples: [
    { line: 'kvlar session list', does: 'the sessions of the record, and who is turned away' },
    { line: 'kvlar session list --since 1d --json', does: 'of the last day, for scripts' },
  ],
  flags: [
    {
      kind: 'value',
      name: 'since',
      placeholder: 'TIME',
      completes: 'nothing',
      summary: 'from this time on: 2026-11-21T09:00:00Z, or 90s, 15m, 4h, 1d ago',
    },
    SHARED_REDIS_FLAG,
    JSON_FLAG,
  ],
  operands: ROWS_OPERAND,
  notes: [UNVERIFIED_NOTE],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
