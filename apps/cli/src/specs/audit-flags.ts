import type { Flag, Operands } from '../command-spec.ts'

/** Which record a command reads. */
export const HOME_OPERAND = {
  placeholder: 'HOME',
  summary: 'audit home (default: audit in the state folder of the user)',
  max: 1,
  completes: 'directory',
} as const satisfies Operands

/** Which keys a record may be signed with. */
export const TRUSTED_KEYS_FLAG = {
  kind: 'list',
  name: 'keys',
  placeholder: 'FILE',
  completes: 'file',
  summary:
    'trust only the public keys in this file; repeat for several (default: your own, then those of the home)',
} as const satisfies Flag
