import { expect, test } from 'vitest'
import { createMemoryBroadcaster, createMemoryRevocations, createMemorySessions } from '@kvlar/gate'
import { describeBroadcaster } from './broadcaster-contract.ts'
import { describeSessions } from './sessions-contract.ts'
import { describeRevocations } from './standing-contract.ts'

describeRevocations('revocations in memory', { open: () => createMemoryRevocations() })
describeSessions('sessions in memory', { open: () => createMemorySessions() })
describeBroadcaster('a broadcaster in memory', {
  open: () => {
    const failures: unknown[] = []
    const broadcaster = createMemoryBroadcaster((error) => failures.push(error))
    return { one: broadcaster, other: broadcaster, failures }
  },
})

test('a full memory of revocations takes no other, and always the kill switch', async () => {
  const store = createMemoryRevocations(1)
  const of = { reason: 'r', by: 'ana', atMs: 1 }
  await store.revoke({ target: { kind: 'session', id: 'a' }, ...of })
  expect(() => store.revoke({ target: { kind: 'session', id: 'b' }, ...of })).toThrow('revocations')
  expect(await store.revoke({ target: { kind: 'everything' }, ...of })).toBe(true)
  expect(await store.find([{ kind: 'session', id: 'a' }])).toBeDefined()
})

test('a full memory of sessions begins none, keeps those that act, and forgets those that do not', () => {
  const store = createMemorySessions({ sessionsMax: 2, idleMsMax: 1000 })
  const enter = (sessionId: string, nowMs: number) =>
    store.enter({ sessionId, nowMs, origin: {}, isCounted: true, principal: { id: 'a', kind: 'agent' } })
  void enter('a', 0)
  void enter('b', 600)
  expect(() => enter('c', 1000)).toThrow('sessions')
  expect(enter('a', 1000)).toMatchObject({ actions: 2 })
  // By now `b` has been idle for too long.
  expect(enter('c', 1700)).toMatchObject({ actions: 1 })
  expect(enter('a', 1700)).toMatchObject({ actions: 3, startedAtMs: 0 })
})
