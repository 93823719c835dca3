import type { LimitsNamed } from '@kvlar/runtime/limits'
import type { Flag } from '../command-line/command-spec.ts'
import { UsageError } from '../failures/usage-error.ts'
import { REDIS_FLAG } from './redis-flags.ts'

/** Where limits are counted, for a command that only looks there. */
export const COUNTED_REDIS_FLAG = {
  ...REDIS_FLAG,
  summary:
    'where limits are counted in Redis: redis://… or rediss://…, with the password in `KVLAR_REDIS_PASSWORD` (default: limits in the state folder of the user)',
} as const satisfies Flag

/** Which counters a command looks at. */
export const LIMITS_FLAGS = [
  {
    kind: 'value',
    name: 'limits',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'file in which limits are counted (default: limits in the state folder of the user)',
  },
  COUNTED_REDIS_FLAG,
] as const satisfies readonly Flag[]

/** @throws UsageError for two places */
export function readLimitsFlags({
  limits,
  redis,
}: {
  readonly limits: string | undefined
  readonly redis: string | undefined
}): LimitsNamed {
  if (limits !== undefined && redis !== undefined)
    throw new UsageError('`--limits` and `--redis` contradict each other')
  return { ...(limits !== undefined && { limits: { file: limits } }), redis }
}
