import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { EXPIRES_FLAG, KEYS_NOTE } from '../../flags/keys-flags.ts'

export const keysGenerateSpec = {
  examples: [
    { line: 'kvlar keys generate', does: 'ML-DSA-65 with Ed25519, ML-KEM-768 with X25519' },
    { line: 'kvlar keys generate --expires-days 365', does: 'for a year' },
  ],
  flags: [EXPIRES_FLAG, JSON_FLAG],
  notes: [KEYS_NOTE],
  exits: ['ok'],
} as const satisfies CommandSpec
