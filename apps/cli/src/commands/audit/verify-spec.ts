import type { CommandSpec } from '../../command-line/command-spec.ts'
import { TRUSTED_KEYS_FLAG } from '../../flags/audit-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const auditVerifySpec = {
  examples: [
    { line: 'kvlar audit verify', does: 'the record of your proxies' },
    {
      line: 'kvlar audit verify /mnt/backup/audit --keys kvlar-public.json --checkpoint kept.jsonl',
      does: 'a copy, under a key and against checkpoints that you keep elsewhere',
    },
    { line: 'kvlar audit verify proof.txt', does: 'what `kvlar audit prove` wrote' },
  ],
  flags: [
    TRUSTED_KEYS_FLAG,
    {
      kind: 'value',
      name: 'checkpoint',
      placeholder: 'FILE',
      completes: 'file',
      summary:
        'checkpoints kept elsewhere, which the record must still contain (see `kvlar audit checkpoint`)',
    },
    JSON_FLAG,
  ],
  operands: {
    placeholder: 'HOME|FILE',
    summary:
      'audit home (default: audit in the state folder of the user), a file of one of its chains, or a proof',
    max: 1,
    completes: 'file',
  },
  notes: [
    'What is cut off the end after the last checkpoint that somebody else holds cannot be noticed: keep checkpoints where the writer of the record cannot reach them.',
    '`empty` means that nothing is recorded and that nothing in the home says that anything ever was. Where all chains are gone and the files around them stayed, the home is `broken`.',
    '`intact, key not pinned` means that only the home itself names the key: whoever rewrote it could have named another. Name the keys you trust with `--keys`. `intact, not signed` means that a chain has no checkpoint at all: its writer died within a second, or somebody took them away. A chain that was closed in order, or that went on for over a minute, cannot be without: that is `broken`.',
  ],
  exits: ['ok', 'recordBroken', 'recordEmpty'],
} as const satisfies CommandSpec
