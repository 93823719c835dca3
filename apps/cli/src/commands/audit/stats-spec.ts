import type { CommandSpec } from '../../command-line/command-spec.ts'
import { FILTER_FLAGS, ROWS_OPERAND, UNVERIFIED_NOTE } from '../../flags/audit-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const auditStatsSpec = {
  examples: [
    { line: 'kvlar audit stats', does: 'of everything' },
    { line: 'kvlar audit stats --since 1d --json', does: 'of the last day, for scripts' },
  ],
  flags: [...FILTER_FLAGS, JSON_FLAG],
  operands: ROWS_OPERAND,
  notes: [UNVERIFIED_NOTE],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
