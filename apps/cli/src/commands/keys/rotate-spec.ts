import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { EXPIRES_FLAG } from '../../flags/keys-flags.ts'

export const keysRotateSpec = {
  examples: [{ line: 'kvlar keys rotate', does: 'the keys before it still verify, until they expire' }],
  flags: [EXPIRES_FLAG, JSON_FLAG],
  notes: ['A proxy takes the new key when it starts; a chain says where one key follows another.'],
  exits: ['ok'],
} as const satisfies CommandSpec
