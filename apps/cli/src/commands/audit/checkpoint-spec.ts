import type { CommandSpec } from '../../command-line/command-spec.ts'
import { HOME_OPERAND } from '../../flags/audit-flags.ts'

export const auditCheckpointSpec = {
  examples: [
    {
      line: 'kvlar audit checkpoint > kept.jsonl',
      does: 'keep it where the writer of the record cannot reach it',
    },
  ],
  flags: [],
  operands: HOME_OPERAND,
  notes: ['`kvlar audit verify --checkpoint FILE` then finds whatever was changed or cut off before it.'],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
