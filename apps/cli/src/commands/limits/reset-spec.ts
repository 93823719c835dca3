import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { LIMITS_FLAGS } from '../../flags/limits-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'

export const limitsResetSpec = {
  examples: [
    { line: 'kvlar limits reset 9a8b7c6d', does: 'one window, as `kvlar limits list` names it' },
    {
      line: 'kvlar limits reset --all',
      does: 'every limit, also after its file was deleted or its Redis has lost them',
    },
  ],
  flags: [
    { kind: 'switch', name: 'all', summary: 'every window; what must have been seen is forgotten too' },
    ...LIMITS_FLAGS,
    ...RECORD_FLAGS,
    JSON_FLAG,
  ],
  operands: {
    placeholder: 'ID',
    summary: 'window as `kvlar limits list` names it',
    max: 1,
    completes: 'nothing',
  },
  notes: [
    'It is recorded before anything is forgotten. With `--all` on Redis every machine that counts there begins anew.',
  ],
  exits: ['ok', 'policyInvalid', 'notFound'],
} as const satisfies CommandSpec
