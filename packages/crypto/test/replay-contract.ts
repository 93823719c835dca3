import { describe, expect, test } from 'vitest'
import type { ReplayStore } from '@kvlar/crypto'

/** A store under test, and another door to what it remembers where there can be one. */
export interface ReplayContract {
  readonly open: (name: string) => Promise<ReplayStore>
  /** Whether opening the same name again is another replica with the same memory. */
  readonly isShared: boolean
}

const NOW = 1_800_000_000

/** What every memory of used permits promises. */
export function describeReplayStore(what: string, { open, isShared }: ReplayContract): void {
  describe(what, () => {
    test('lets an id be claimed once', async () => {
      const store = await open('once')
      const claim = { id: 'key:a', keepUntil: NOW + 35, now: NOW }
      expect(await store.claim(claim)).toBe('claimed')
      expect(await store.claim(claim)).toBe('replayed')
      expect(await store.claim({ ...claim, now: NOW + 34 })).toBe('replayed')
      expect(await store.claim({ ...claim, id: 'key:b' })).toBe('claimed')
      expect(await store.claim({ ...claim, id: 'key2:a' })).toBe('claimed')
    })

    test('lets one of many at once have it', async () => {
      const store = await open('race')
      const others = isShared ? [store, await open('race'), await open('race')] : [store]
      for (let round = 0; round < 20; round += 1) {
        const claim = { id: `key:${round}`, keepUntil: NOW + 35, now: NOW }
        const answers = await Promise.all(
          Array.from({ length: 30 }, async (_, index) => others[index % others.length]?.claim(claim)),
        )
        expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1)
        expect(answers.filter((answer) => answer === 'replayed')).toHaveLength(29)
      }
    })

    test('gives nobody an id that is over', async () => {
      const store = await open('over')
      expect(await store.claim({ id: 'key:late', keepUntil: NOW + 1, now: NOW })).toBe('claimed')
      expect(await store.claim({ id: 'key:other', keepUntil: NOW + 100, now: NOW + 50 })).toBe('claimed')
      expect(await store.claim({ id: 'key:late', keepUntil: NOW + 1, now: NOW + 50 })).toBe('replayed')
    })

    // A store of one process has no other replica to remember for.
    if (isShared)
      test('remembers for every replica', async () => {
        const [one, other] = [await open('shared'), await open('shared')]
        const claim = { id: 'key:x', keepUntil: NOW + 35, now: NOW }
        expect(await one.claim(claim)).toBe('claimed')
        expect(await other.claim({ ...claim, now: NOW + 3 })).toBe('replayed')
      })
  })
}
