import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { KEY_OPERAND } from './keys-flags.ts'

export const keysShowSpec = {
  name: 'keys show',
  summary: 'show one key: its id, its times and where its files are',
  examples: [
    { line: 'kvlar keys show', does: 'the current key' },
    { line: 'kvlar keys show 10ff1608', does: 'another one' },
  ],
  flags: [JSON_FLAG],
  operands: KEY_OPERAND,
  exits: ['ok'],
} as const satisfies CommandSpec
