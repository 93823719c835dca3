import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const keysListSpec = {
  examples: [
    { line: 'kvlar keys list', does: 'each with its times; no secret is needed' },
    { line: 'kvlar keys list --json', does: 'for scripts' },
  ],
  flags: [JSON_FLAG],
  exits: ['ok'],
} as const satisfies CommandSpec
