import { describe, expect, test } from 'vitest'
import type { SessionEntry, Sessions } from '@kvlar/gate'

const NOW = 1_800_000_000_000

/** What every store of sessions does; `open` gives a fresh one each time. */
export function describeSessions(
  name: string,
  { open }: { readonly open: (name: string) => Sessions | Promise<Sessions> },
): void {
  let stores = 0
  const fresh = async (): Promise<Sessions> => open(`sessions${++stores}`)
  const entry = (over: Partial<SessionEntry> = {}): SessionEntry => ({
    sessionId: 's-1',
    principal: { id: 'alice', kind: 'user' },
    nowMs: NOW,
    origin: {},
    isCounted: true,
    ...over,
  })

  describe(name, () => {
    test('begins a session with its first action, and counts each action once', async () => {
      const store = await fresh()
      expect(await store.enter(entry())).toMatchObject({ startedAtMs: NOW, origin: {}, actions: 1 })
      expect(await store.enter(entry({ nowMs: NOW + 5000 }))).toMatchObject({ startedAtMs: NOW, actions: 2 })
      expect(await store.enter(entry({ nowMs: NOW + 6000, isCounted: false }))).toMatchObject({ actions: 2 })
      expect(await store.enter(entry({ sessionId: 's-2', nowMs: NOW + 6000 }))).toMatchObject({
        startedAtMs: NOW + 6000,
        actions: 1,
      })
    })

    test('lets a caller make a session older, and never younger', async () => {
      const store = await fresh()
      const begins = async (startedAtMs: number) =>
        (await store.enter(entry({ startedAtMs, nowMs: NOW + 1 }))).startedAtMs
      expect(await begins(NOW - 60_000)).toBe(NOW - 60_000)
      expect(await begins(NOW)).toBe(NOW - 60_000)
      expect(await begins(NOW - 90_000)).toBe(NOW - 90_000)
    })

    test('takes a beginning in the future for now', async () => {
      const store = await fresh()
      expect(await store.enter(entry({ startedAtMs: NOW + 3_600_000 }))).toMatchObject({ startedAtMs: NOW })
    })

    test('keeps where a session began, and learns what was not known of it', async () => {
      const store = await fresh()
      const geo = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
      await store.enter(entry({ origin: { ip: '10.0.0.1' } }))
      await store.enter(entry({ origin: { ip: '203.0.113.9', geo } }))
      const held = await store.enter(entry({ origin: { device: 'd-1', geo: { countryCode: 'US' } } }))
      expect(held.origin).toEqual({ ip: '10.0.0.1', geo, device: 'd-1' })
    })

    test('tells sessions apart whose ids look alike', async () => {
      const store = await fresh()
      for (const sessionId of ['a', 'A', 'a ', 'á', '__proto__', 'constructor'])
        expect(await store.enter(entry({ sessionId }))).toMatchObject({ actions: 1 })
      expect(await store.enter(entry({ sessionId: '__proto__' }))).toMatchObject({ actions: 2 })
    })

    test('counts every one of many actions at once', async () => {
      const store = await fresh()
      const held = await Promise.all(Array.from({ length: 100 }, async () => store.enter(entry())))
      expect(held.map(({ actions }) => actions).toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 1),
      )
    })

    test('counts nothing at no time', async () => {
      const store = await fresh()
      await expect((async () => store.enter(entry({ nowMs: Number.NaN })))()).rejects.toThrow()
    })
  })
}
