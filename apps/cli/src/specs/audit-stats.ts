import type { CommandSpec } from '../command-spec.ts'
import { FILTER_FLAGS, ROWS_OPERAND, UNVERIFIED_NOTE } from './audit-flags.ts'
import { JSON_FLAG } from './json-flag.ts'

export const auditStatsSpec = {
  name: 'audit stats',
  summary: 'count what the record holds: outcomes, results, rules, tools, agents',
  examples: [
    { line: 'kvlar audit stats', does: 'of everything' },
    { line: 'kvlar audit stats --since 1d --json', does: 'of the last day, for scripts' },
  ],
  flags: [...FILTER_FLAGS, JSON_FLAG],
  operands: ROWS_OPERAND,
  notes: [UNVERIFIED_NOTE],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
