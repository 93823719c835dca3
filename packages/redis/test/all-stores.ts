import type { CountedCall } from '@kvlar/core'
import type { Revocation, SessionEntry } from '@kvlar/gate'
import {
  openRedisCounters,
  openRedisReplayStore,
  openRedisStanding,
  openRedisStore,
  type RedisClient,
  type StandingLoss,
} from '@kvlar/redis'
import { row } from '../../approvals/test/row.ts'
import { leaves, reads } from '../../core/test/counters-contract.ts'

const KEEP_MS = 3_600_000
const NOW = 1_800_000_000

/** The stores of a program, each over a client of its own. */
export async function openAll(over: { client(): RedisClient }, { waitReplicas = 0 } = {}) {
  const clients: RedisClient[] = []
  const client = (): RedisClient => {
    const one = over.client()
    clients.push(one)
    return one
  }
  const losses: StandingLoss[] = []
  const onLoss = (loss: StandingLoss): void => void losses.push(loss)
  const options = { waitReplicas }
  const stores = {
    counters: await openRedisCounters(client(), options),
    queue: await openRedisStore(client(), options),
    replay: await openRedisReplayStore(client(), options),
    standing: await openRedisStanding(client(), { ...options, onLoss }),
  }
  const close = async (): Promise<void> => {
    for (const store of Object.values(stores)) await store.close()
    for (const one of clients) one.disconnect()
  }
  return { ...stores, losses, close }
}

export type All = Awaited<ReturnType<typeof openAll>>

const spends = (decisionId: string): CountedCall => ({
  decisionId,
  nowMs: 1,
  needs: [reads('pot', { windowMs: KEEP_MS, own: 0, atMost: 100, measure: 'sum' })],
  marks: [leaves('pot', { keepMs: KEEP_MS, amount: 1 })],
})
/** What stands in the budget. */
export const spent = async ({ counters }: All, decisionId: string): Promise<number> =>
  (await counters.count({ ...spends(decisionId), marks: [] })).counts.get(`${KEEP_MS} pot`) ?? Number.NaN
export const turnedAway = (id: string): Revocation => ({
  target: { kind: 'session', id },
  reason: 'stolen laptop',
  by: 'ana',
  atMs: 1,
})
export const acts: SessionEntry = {
  sessionId: 's',
  principal: { id: 'alice', kind: 'user' },
  nowMs: NOW * 1000,
  origin: {},
  isCounted: true,
}
export const claim = (id: string) => ({ id, keepUntil: NOW + 300, now: NOW })

/** What one program does to every store, under one name. */
export const WRITES = (all: All, name: string) => [
  () => all.counters.count(spends(name)),
  () => all.queue.insert(row({ id: name, digest: name })),
  () => all.replay.claim(claim(name)),
  () => all.standing.revocations.revoke(turnedAway(name)),
  async () => all.standing.sessions.enter(acts),
]

export async function writeAll(all: All, name: string): Promise<void> {
  for (const write of WRITES(all, name)) await write()
}
