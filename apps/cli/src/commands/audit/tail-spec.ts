import type { CommandSpec } from '../../command-line/command-spec.ts'
import { FILTER_FLAGS, ROWS_OPERAND, UNVERIFIED_NOTE } from '../../flags/audit-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const auditTailSpec = {
  examples: [
    { line: 'kvlar audit tail', does: 'the last ten' },
    { line: 'kvlar audit tail --follow --outcome denied', does: 'what is denied, as it happens' },
    {
      line: 'kvlar audit tail --lines 50 --since 1h --json',
      does: 'up to fifty of the last hour, as JSON lines',
    },
  ],
  flags: [
    {
      kind: 'integer',
      name: 'lines',
      short: 'n',
      placeholder: 'COUNT',
      min: 0,
      max: 100_000,
      summary: 'how many (default 10)',
    },
    {
      kind: 'switch',
      name: 'follow',
      short: 'f',
      summary: 'go on with what is recorded next, until interrupted',
    },
    ...FILTER_FLAGS,
    JSON_FLAG,
  ],
  operands: ROWS_OPERAND,
  notes: [UNVERIFIED_NOTE],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
