import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from '@kvlar/gate'
import { openRedisStanding } from '../../../../packages/redis/src/index.ts'
import { PASSES, Replica, type ReplicaFigures } from './replica.ts'

const POLICY = `
name: notes
rules:
  - id: reads
    match_on: { resources: [read_note] }
    effect: { type: allow }
`

export interface FleetOptions {
  /** The command. */
  readonly main: string
  /** Each replica has a home of its own below it, as each machine has. */
  readonly folder: string
  /** The Redis that all share. */
  readonly redis: string
  /** By which URL each replica reaches it; proxies and programs with a guarded function in turn. */
  readonly ways: readonly string[]
  /** Calls of each replica that are under way at any moment. */
  readonly callsAtOnce: number
}

/** Who is turned away, and what their calls are refused with. */
export interface TurnedAway {
  readonly target: Target
  readonly code: string
}

/** What happens to some of the fleet meanwhile. */
export interface Partition {
  /** Of these replicas Redis cannot be reached. */
  readonly hits: readonly number[]
  begin(): void
  end(): void
}

/** Processes of machines that share a Redis, each with a client that calls without end. */
export interface Fleet {
  /**
   * Turns somebody away while all of them call; what came of it by replica, and how long it took until it stood. Whoever
   * is cut off meanwhile is so from before until all others refuse.
   */
  turnAway(
    who: TurnedAway,
    partition?: Partition,
  ): Promise<{ readonly tookMs: number; readonly replicas: readonly ReplicaFigures[] }>
  /** Lets them in again, and resolves once every replica lets calls pass. */
  letIn(target: Target): Promise<void>
  close(): Promise<void>
}

/** What is refused while Redis cannot be reached. */
export const CUT_OFF = 'EVALUATION_STATE_UNAVAILABLE'
/** Calls that a replica has answered before and after, at least, so that the figures say something. */
const ANSWERS_MIN = 100

export async function startFleet({ main, folder, redis, ways, callsAtOnce }: FleetOptions): Promise<Fleet> {
  const policy = join(folder, 'policy.yaml')
  writeFileSync(policy, POLICY)
  const fleet = ways.map((way, number) => {
    const kind = number % 2 === 0 ? 'proxy' : 'guard'
    return new Replica({ kind, main, home: join(folder, `machine-${number}`), policy, redis: way })
  })
  const all = async (step: (replica: Replica, number: number) => Promise<void>): Promise<void> =>
    void (await Promise.all(fleet.map(step)))
  const standing = await openRedisStanding(redis, { listen: false })
  await all((replica) => replica.until(1, PASSES))
  return {
    turnAway: async ({ target, code }, partition) => {
      const isHit = (number: number): boolean => partition?.hits.includes(number) ?? false
      for (const replica of fleet) replica.begin(callsAtOnce)
      await all((replica) => replica.until(ANSWERS_MIN, PASSES))
      partition?.begin()
      await all(async (replica, number) => (isHit(number) ? replica.until(1, CUT_OFF) : undefined))
      const beganMs = performance.now()
      await standing.revocations.revoke({ target, reason: 'incident', by: 'ana', atMs: Date.now() })
      const stoodMs = performance.now()
      await all(async (replica, number) => (isHit(number) ? undefined : replica.until(ANSWERS_MIN, code)))
      partition?.end()
      await all((replica) => replica.until(ANSWERS_MIN, code))
      await all((replica) => replica.end())
      return { tookMs: stoodMs - beganMs, replicas: fleet.map((replica) => replica.figures(stoodMs, code)) }
    },
    letIn: async (target) => {
      await standing.revocations.restore(target)
      for (const replica of fleet) replica.begin(0)
      await all((replica) => replica.until(1, PASSES))
      await all((replica) => replica.end())
    },
    close: async () => {
      await standing.close()
      await all((replica) => replica.leave())
    },
  }
}
