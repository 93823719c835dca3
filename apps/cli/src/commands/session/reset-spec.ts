import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'
import { REDIS_FLAG } from '../../flags/redis-flags.ts'

export const sessionResetSpec = {
  examples: [
    { line: 'kvlar session reset', does: 'every session begins anew, for every process of this user' },
  ],
  flags: [
    {
      ...REDIS_FLAG,
      summary:
        'those of every machine that names this Redis: redis://… or rediss://…, with the password in `KVLAR_REDIS_PASSWORD` (default: those in the state folder of the user)',
    },
    ...RECORD_FLAGS,
    JSON_FLAG,
  ],
  notes: [
    'It is recorded before anything is forgotten. How old sessions are and how often they acted begins anew; whoever is turned away stays so. It is also what accepts a store that was lost: until then calls are denied.',
  ],
  exits: ['ok', 'refused'],
} as const satisfies CommandSpec
