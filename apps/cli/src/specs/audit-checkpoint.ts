import type { CommandSpec } from '../command-spec.ts'
import { HOME_OPERAND } from './audit-flags.ts'

export const auditCheckpointSpec = {
  name: 'audit checkpoint',
  summary: 'write the newest checkpoint of every chain, to be kept elsewhere',
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
