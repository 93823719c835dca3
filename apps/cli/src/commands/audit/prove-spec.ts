import type { CommandSpec } from '../../command-line/command-spec.ts'
import { ENTRY_OPERANDS } from '../../flags/audit-flags.ts'

export const auditProveSpec = {
  examples: [
    {
      line: 'kvlar audit prove 8a2ce3ca:3 > proof.txt',
      does: 'for somebody who has nothing else of the record',
    },
  ],
  flags: [],
  operands: ENTRY_OPERANDS,
  notes: [
    'The proof holds the entry itself, the hashes up to the root (RFC 6962) and the checkpoint that signs it; `kvlar audit verify proof.txt --keys FILE` checks it.',
  ],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
