import { randomBytes } from 'node:crypto'
import type { Connection } from './connection.ts'
import { REDIS_LIMITS } from './limits.ts'
import type { QueueKeys } from './queue-keys.ts'

/** Shows other processes, on any machine, that this one runs. */
export interface Lease {
  readonly owner: string
  /** Whether a process runs, as far as this one can know. */
  isAlive(owner: string): Promise<boolean>
  release(): Promise<void>
}

const OWNER = /^own_[0-9a-f]{32}$/
const HERE = 'here'
const LEFT = 'left'

/**
 * Takes a name and keeps a key of that name alive.
 *
 * A process counts as dead once its key has been missing for half a lease by the clock of whoever looks, without a
 * break in that one's connection: a server that restarts, loses writes or changes its clock forgets every key at once,
 * and everyone puts theirs back within a few seconds. So a crash is noticed after at most one and a half leases. The
 * other side: a process that is stopped for longer than that (a suspended machine, a partition) is declared dead while
 * it lives; its calls are then marked as interrupted, and never run again.
 */
export async function takeLease(
  connection: Connection,
  keys: Pick<QueueKeys, 'owner'>,
  leaseMs: number,
): Promise<Lease> {
  const { client } = connection
  const own = `own_${randomBytes(16).toString('hex')}`
  const missingSince = new Map<string, number>()
  const put = (value: string): Promise<unknown> =>
    connection.run(async () => client.set(keys.owner(own), value, 'PX', leaseMs))
  // One that fails is made good by the next, or when the server is back.
  const renew = (): void => void put(HERE).catch(() => {})
  const forget = (): void => missingSince.clear()

  const isGoneForLong = (owner: string): boolean => {
    const nowMs = performance.now()
    const sinceMs = missingSince.get(owner)
    if (sinceMs !== undefined) return nowMs - sinceMs >= leaseMs / 2
    if (missingSince.size >= REDIS_LIMITS.missingOwnersMax) missingSince.clear()
    missingSince.set(owner, nowMs)
    return false
  }

  await put(HERE)
  client.on('ready', renew)
  client.on('close', forget)
  const timer = setInterval(renew, leaseMs / REDIS_LIMITS.renewalsPerLease)
  timer.unref()
  return {
    owner: own,
    isAlive: async (owner) => {
      if (owner === own) return true
      if (!OWNER.test(owner)) return false
      const found = await connection.run(async () => client.get(keys.owner(owner)))
      if (found === LEFT) return false
      if (found === null) return !isGoneForLong(owner)
      missingSince.delete(owner)
      return true
    },
    release: async () => {
      clearInterval(timer)
      client.off('ready', renew)
      client.off('close', forget)
      // Whoever cannot say that it leaves is missed in time.
      await put(LEFT).catch(() => {})
    },
  }
}
