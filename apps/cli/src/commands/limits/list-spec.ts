import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { LIMITS_FLAG } from '../../flags/limits-flag.ts'

export const limitsListSpec = {
  examples: [{ line: 'kvlar limits list', does: 'what stands in each window, the fullest first' }],
  flags: [LIMITS_FLAG, JSON_FLAG],
  notes: [
    'Windows hold no arguments: where calls are told apart by one, a digest stands for it. A policy says how much may stand in a window; `kvlar inspect` shows it.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
