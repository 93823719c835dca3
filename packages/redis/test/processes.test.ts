import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApprovals, createBroker, type Approvals } from '@kvlar/approvals'
import { openRedisStore } from '@kvlar/redis'
import { ANA, call, KEYS, onlyPending } from '../../approvals/test/calls.ts'
import { startChild, type Child } from '../../approvals/test/child.ts'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

const LEASE_MS = 1200
const never = new AbortController().signal

describe.skipIf(redisServer === undefined)('several processes over one queue on Redis', () => {
  let server: RedisServer
  let approvals: Approvals
  const children: Child[] = []
  beforeEach(async () => {
    server = await startRedis()
    approvals = createApprovals({
      store: await openRedisStore(server.url, { leaseMs: LEASE_MS }),
      keys: KEYS,
    })
  })
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill()
    await approvals.close()
    await server.remove()
  })

  /** Another process over the same queue. */
  const start = (...args: readonly string[]): Child => {
    const asker = join(import.meta.dirname, 'fixtures/asker.ts')
    const child = startChild(asker, [server.url, String(LEASE_MS), ...args])
    children.push(child)
    return child
  }

  /** Another process whose call was approved and runs. */
  const startRunning = async (): Promise<{ readonly asker: Child; readonly id: string }> => {
    const asker = start('ask')
    const id = await onlyPending(approvals)
    await asker.next()
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await asker.next()).toEqual({ kind: 'approved', approvalId: id })
    return { asker, id }
  }

  /** Sweeps until a request has a state, and gives back the states it was seen in. */
  const sweepUntil = async (id: string, state: string): Promise<readonly string[]> => {
    const seen = new Set<string>()
    while (!seen.has(state)) {
      await approvals.sweep()
      seen.add((await approvals.get(id))?.state ?? 'forgotten')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return [...seen]
  }

  test('a caller in one process runs once a reviewer in another has approved', async () => {
    const { id } = await startRunning()
    expect(await approvals.get(id)).toMatchObject({ state: 'executing' })
  })

  test('of fifty callers in five processes, one uses the approval', async () => {
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const others = Array.from({ length: 5 }, () => start('consume', request.id))
    const used = await Promise.all(
      others.map(async (other) => {
        await other.next()
        return ((await other.next()) as { used: number }).used
      }),
    )
    expect(used.reduce((sum, one) => sum + one, 0)).toBe(1)
  })

  test('killed while its call runs: the request is interrupted in time, and nothing is run again', async () => {
    const { asker, id } = await startRunning()
    await asker.kill()
    expect(await sweepUntil(id, 'interrupted')).toEqual(['executing', 'interrupted'])
    expect(await createBroker({ approvals, holdMs: 0 }).ask(call(), never)).toMatchObject({ kind: 'pending' })
  })

  test('a process that runs is not taken for dead because the server forgot everyone', async () => {
    const { id } = await startRunning()
    const { owner = '' } = (await approvals.get(id)) ?? {}
    const store = await openRedisStore(server.url, { leaseMs: LEASE_MS })
    const others = createApprovals({ store, keys: KEYS })
    const admin = new Redis(server.url)
    await admin.del(`{kvlar:approvals}:owner:${owner}`)
    expect(await store.isAlive(owner)).toBe(true)
    await others.sweep()
    expect(await others.get(id)).toMatchObject({ state: 'executing' })
    while ((await admin.exists(`{kvlar:approvals}:owner:${owner}`)) === 0)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await store.isAlive(owner)).toBe(true)
    admin.disconnect()
    await others.close()
  })

  test('a name that no process could have is nobody', async () => {
    const store = await openRedisStore(server.url)
    expect(await store.isAlive('')).toBe(false)
    expect(await store.isAlive('about')).toBe(false)
    await store.close()
  })
})
