import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { COUNTED_REDIS_FLAG } from '../../flags/limits-flags.ts'
import { POLICIES_FLAG } from '../../flags/policies-flag.ts'

export const doctorSpec = {
  examples: [
    { line: 'kvlar doctor', does: 'Node, cryptography, folders, keys, record, enforcement and policy' },
    { line: 'kvlar doctor --live', does: 'and start the hooks of clients with a call that must be denied' },
    { line: 'kvlar doctor --redis rediss://redis.internal', does: 'and what that Redis may lose of limits' },
    { line: 'kvlar doctor --json | jq .well', does: 'for scripts' },
  ],
  flags: [
    POLICIES_FLAG,
    {
      kind: 'value',
      name: 'audit',
      placeholder: 'DIR',
      completes: 'directory',
      summary: 'audit home (default: audit in the state folder of the user)',
    },
    {
      kind: 'switch',
      name: 'live',
      summary: 'start the hooks in the settings of clients with a call that must be denied',
    },
    COUNTED_REDIS_FLAG,
    JSON_FLAG,
  ],
  notes: [
    'Every line is `ok`, `warning` or `bad`; nothing is changed, and nothing is asked of the network but the Redis that `--redis` names. Whether the record is intact is for `kvlar audit verify` to say.',
  ],
  exits: ['ok', 'unwell'],
} as const satisfies CommandSpec
