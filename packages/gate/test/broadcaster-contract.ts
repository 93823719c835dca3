import { describe, expect, test, vi } from 'vitest'
import type { Broadcaster, Revocation } from '@kvlar/gate'

/** Two gates of one fleet, and what went wrong with those who listened. */
export interface Fleet {
  readonly one: Broadcaster
  readonly other: Broadcaster
  readonly failures: readonly unknown[]
}

/** What every broadcaster does; `open` gives a fleet of its own each time. */
export function describeBroadcaster(
  name: string,
  { open }: { readonly open: (name: string) => Fleet | Promise<Fleet> },
): void {
  let fleets = 0
  const fresh = async (): Promise<Fleet> => open(`fleet${++fleets}`)
  const revocation = (id: string): Revocation => ({
    target: { kind: 'session', id },
    reason: 'línea\n\u0001 "moved"',
    by: 'drift',
    atMs: 1_800_000_000_000,
  })
  const until = async (heard: readonly Revocation[], ...ids: readonly string[]): Promise<void> =>
    vi.waitFor(() => expect(heard).toEqual(ids.map(revocation)), { timeout: 30_000 })

  describe(name, () => {
    test('tells everybody who listens, here and elsewhere, in order and once', async () => {
      const { one, other } = await fresh()
      const [here, there]: [Revocation[], Revocation[]] = [[], []]
      one.subscribe((heard) => here.push(heard))
      other.subscribe((heard) => there.push(heard))
      await one.publish(revocation('a'))
      await one.publish(revocation('Zoë 名'))
      await until(here, 'a', 'Zoë 名')
      await until(there, 'a', 'Zoë 名')
    })

    test('a listener that throws or rejects ends neither itself nor others', async () => {
      const { one, other, failures } = await fresh()
      const heard: Revocation[] = []
      other.subscribe(() => {
        throw new Error('thrown')
      })
      other.subscribe(() => Promise.reject(new Error('rejected')))
      other.subscribe((told) => heard.push(told))
      await one.publish(revocation('a'))
      await one.publish(revocation('b'))
      await until(heard, 'a', 'b')
      await vi.waitFor(() => expect(failures).toHaveLength(4), { timeout: 30_000 })
    })

    test('whoever has ended hears nothing more, whoever begins hears what comes then', async () => {
      const { one, other } = await fresh()
      const [early, late]: [Revocation[], Revocation[]] = [[], []]
      const end = other.subscribe((told) => early.push(told))
      await one.publish(revocation('a'))
      await until(early, 'a')
      end()
      end()
      other.subscribe((told) => late.push(told))
      await one.publish(revocation('b'))
      await until(late, 'b')
      expect(early).toEqual([revocation('a')])
    })
  })
}
