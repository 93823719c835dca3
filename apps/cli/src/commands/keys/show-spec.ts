import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { KEY_OPERAND } from '../../flags/keys-flags.ts'

export const keysShowSpec = {
  examples: [
    { line: 'kvlar keys show', does: 'the current key' },
    { line: 'kvlar keys show 10ff1608', does: 'another one' },
  ],
  flags: [JSON_FLAG],
  operands: KEY_OPERAND,
  exits: ['ok'],
} as const satisfies CommandSpec
