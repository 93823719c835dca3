import { ApprovalsError } from '@kvlar/approvals'
import { REDIS_LIMITS } from './limits.ts'

/** How a queue on Redis is kept. */
export interface RedisStoreOptions {
  /** What the names of its keys begin with, inside the hash tag; `kvlar:approvals` when absent. */
  readonly prefix?: string
  /** How long one operation may take, in milliseconds; 2 s when absent. */
  readonly commandMs?: number
  /** How long a process that says nothing counts as running, in milliseconds; a minute when absent. */
  readonly leaseMs?: number
  /** Rows that have ended and are kept; 10,000 when absent. */
  readonly endedMax?: number
  /** Replicas that must have each write before it counts; none when absent. Not with a cluster. */
  readonly waitReplicas?: number
}

type Counts = Required<Omit<RedisStoreOptions, 'prefix'>>

const RANGES: Readonly<
  Record<keyof Counts, { readonly otherwise: number; readonly min: number; readonly max: number }>
> = {
  commandMs: { otherwise: REDIS_LIMITS.commandMs, min: 1, max: REDIS_LIMITS.commandMsMax },
  leaseMs: { otherwise: REDIS_LIMITS.leaseMs, min: REDIS_LIMITS.leaseMsMin, max: REDIS_LIMITS.leaseMsMax },
  endedMax: { otherwise: REDIS_LIMITS.endedMax, min: 0, max: REDIS_LIMITS.endedMaxMax },
  waitReplicas: { otherwise: 0, min: 0, max: REDIS_LIMITS.replicasMax },
}

/**
 * Fills in what is absent.
 *
 * @throws ApprovalsError `APPROVAL_BAD_OPTION`
 */
export function storeOptions(given: RedisStoreOptions): Required<RedisStoreOptions> {
  const unknown = Object.keys(given).find((name) => name !== 'prefix' && !Object.hasOwn(RANGES, name))
  if (unknown !== undefined) throw refused(`\`${unknown}\` is no option of a queue on Redis; refusing it`)
  const count = (name: keyof Counts): number => {
    const { otherwise, min, max } = RANGES[name]
    const value = given[name] ?? otherwise
    if (!Number.isInteger(value) || value < min || value > max)
      throw refused(`\`${name}\` is \`${value}\` and must be from ${min} to ${max}; refusing it`)
    return value
  }
  return {
    prefix: given.prefix ?? 'kvlar:approvals',
    commandMs: count('commandMs'),
    leaseMs: count('leaseMs'),
    endedMax: count('endedMax'),
    waitReplicas: count('waitReplicas'),
  }
}

function refused(message: string): ApprovalsError {
  return new ApprovalsError('APPROVAL_BAD_OPTION', message)
}
