import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { acts, claim, openAll, spent, turnedAway, writeAll, WRITES, type All } from './all-stores.ts'
import { startGuarded, type Guarded } from './redis-sentinel.ts'
import { redisServer } from './redis-server.ts'

const PATIENT = { timeout: 100_000, interval: 100 }

describe.skipIf(redisServer === undefined)('a failover by Sentinel', { timeout: 400_000 }, () => {
  let guarded: Guarded
  const opened: All[] = []
  beforeEach(async () => {
    guarded = await startGuarded()
  })
  afterEach(async () => {
    for (const all of opened.splice(0)) await all.close()
    await guarded.remove()
  })
  const open = async (options = {}): Promise<All> => {
    const all = await openAll(guarded, options)
    opened.push(all)
    return all
  }

  test('is gone through by every store by itself, and nothing that had reached the replica is lost', async () => {
    const all = await open({ waitReplicas: 1 })
    await writeAll(all, 'before')
    await guarded.failOver()
    // Without a replica nothing counts as written that must be on one.
    const reader = await open()
    await vi.waitFor(async () => expect(await spent(reader, 'look')).toBe(1), PATIENT)
    expect(await reader.queue.get('before')).toBeDefined()
    expect(await reader.replay.claim(claim('before'))).toBe('replayed')
    expect(await reader.standing.revocations.find([turnedAway('before').target])).toBeDefined()
    expect(await reader.standing.sessions.enter(acts)).toMatchObject({ actions: 2 })
    for (const write of WRITES(all, 'alone')) await expect(write()).rejects.toThrow()
    // What only looks waits for no replica.
    expect(await all.standing.revocations.find([turnedAway('before').target])).toBeDefined()
    await guarded.startOld()
    await vi.waitFor(() => writeAll(all, 'after'), PATIENT)
    expect(all.losses).toEqual([])
  })

  test('may lose what was answered and had not reached the replica: how much of what is counted and told', async () => {
    const [all, other] = [await open(), await open()]
    await writeAll(all, 'kept')
    await vi.waitFor(async () => expect(await other.standing.revocations.list()).toHaveLength(1), PATIENT)
    guarded.cutOff()
    const lost = ['lost-1', 'lost-2', 'lost-3']
    for (const name of lost) await writeAll(all, name)
    await guarded.failOver()
    // Limits can be spent once more, a permit taken once more, and a request is forgotten, which denies.
    await vi.waitFor(async () => expect(await spent(all, 'look')).toBe(1), PATIENT)
    await vi.waitFor(async () => expect(await all.queue.get('kept')).toBeDefined(), PATIENT)
    expect(await Promise.all(lost.map(async (name) => all.queue.get(name)))).toEqual(
      lost.map(() => undefined),
    )
    await vi.waitFor(async () => expect(await all.replay.claim(claim('kept'))).toBe('replayed'), PATIENT)
    expect(await Promise.all(lost.map(async (name) => all.replay.claim(claim(name))))).toEqual(
      lost.map(() => 'claimed'),
    )
    // Whoever was turned away is so again, and no session is younger: those who run know it.
    await vi.waitFor(async () => {
      for (const name of ['kept', ...lost])
        expect(await other.standing.revocations.find([turnedAway(name).target])).toBeDefined()
    }, PATIENT)
    await vi.waitFor(async () => {
      const { actions } = await all.standing.sessions.enter(acts)
      expect(actions).toBeGreaterThanOrEqual(5)
    }, PATIENT)
    const told = [...all.losses, ...other.losses]
    expect(told.reduce((sum, { revocations }) => sum + revocations, 0)).toBe(3)
    expect(told.reduce((sum, { actions }) => sum + actions, 0)).toBe(3)
  })

  test('loses nothing that was answered where each write must be on a replica: what is not there is refused', async () => {
    const all = await open({ waitReplicas: 1 })
    await writeAll(all, 'kept')
    guarded.cutOff()
    for (const write of WRITES(all, 'refused'))
      await expect(write()).rejects.toThrow('on Redis at `primary by Sentinel` is unavailable')
    await guarded.failOver()
    const reader = await open()
    await vi.waitFor(async () => expect(await spent(reader, 'look')).toBe(1), PATIENT)
    expect(await reader.queue.get('refused')).toBeUndefined()
    // It was refused and holds all the same, from this process.
    await vi.waitFor(
      async () =>
        expect(await reader.standing.revocations.find([turnedAway('refused').target])).toBeDefined(),
      PATIENT,
    )
  })
})
