import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { LIMITS_FLAGS } from '../../flags/limits-flags.ts'

export const limitsListSpec = {
  examples: [
    { line: 'kvlar limits list', does: 'what stands in each window, the fullest first' },
    {
      line: 'kvlar limits list --redis rediss://redis.internal',
      does: 'the same of every machine that counts there',
    },
  ],
  flags: [...LIMITS_FLAGS, JSON_FLAG],
  notes: [
    'Windows hold no arguments: where calls are told apart by one, a digest stands for it. A policy says how much may stand in a window; `kvlar inspect` shows it.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
