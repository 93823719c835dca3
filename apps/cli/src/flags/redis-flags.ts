import type { Flag } from '../command-line/command-spec.ts'

/** Which Redis machines share. */
export const REDIS_FLAG = {
  kind: 'value',
  name: 'redis',
  placeholder: 'URL',
  completes: 'nothing',
  summary:
    'keep limits, sessions and who is turned away there, for every machine that names it: redis://… or rediss://…, with the password in `KVLAR_REDIS_PASSWORD` (default: in the state folder of the user)',
} as const satisfies Flag

/** The same for a command that is about sessions and who is turned away. */
export const SHARED_REDIS_FLAG = {
  ...REDIS_FLAG,
  summary:
    'and for every machine that names this Redis: redis://… or rediss://…, with the password in `KVLAR_REDIS_PASSWORD`',
} as const satisfies Flag
