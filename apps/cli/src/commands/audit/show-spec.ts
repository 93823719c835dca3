import type { CommandSpec } from '../../command-line/command-spec.ts'
import { UNVERIFIED_NOTE } from '../../flags/audit-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const auditShowSpec = {
  examples: [
    { line: 'kvlar audit show 8a2ce3ca:3', does: 'one entry, as `kvlar audit tail` names it' },
    {
      line: 'kvlar audit show 4eb9a69a-76cd-4bf1-a66f-2ce30641b756:1',
      does: 'decision and result of a call, by its decision id',
    },
  ],
  flags: [JSON_FLAG],
  operands: {
    placeholder: 'ID [HOME|FILE]',
    summary: 'chain:index (8 or more digits of the chain) or decision id; audit home as everywhere',
    max: 2,
    completes: 'file',
  },
  notes: [UNVERIFIED_NOTE],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
