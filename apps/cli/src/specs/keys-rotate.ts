import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { EXPIRES_FLAG } from './keys-flags.ts'

export const keysRotateSpec = {
  name: 'keys rotate',
  summary: 'make a key pair that signs from now on',
  examples: [{ line: 'kvlar keys rotate', does: 'the keys before it still verify, until they expire' }],
  flags: [EXPIRES_FLAG, JSON_FLAG],
  notes: ['A proxy takes the new key when it starts; a chain says where one key follows another.'],
  exits: ['ok'],
} as const satisfies CommandSpec
