import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallEnd, CountedCall, Counters, Counts, Mark, Need } from '@kvlar/core'

/** A store under test. */
export interface CountersUnderTest {
  readonly counters: Counters
  /** The store as another process, or the same one later, sees it; absent where it ends with its process. */
  readonly reopen?: () => Promise<Counters>
  readonly close: () => Promise<void>
}

const START = 1_800_000_000_000

export function rate(key: string, windowMs = 1000, atMost = 1_000_000): Need {
  return { kind: 'rate', key, windowMs, atMost }
}

export function reads(series: string, over: Partial<Extract<Need, { kind: 'history' }>> = {}): Need {
  const windowMs = over.windowMs ?? 1000
  return {
    kind: 'history',
    key: `${windowMs} ${series}`,
    series,
    windowMs,
    measure: 'count',
    own: 0,
    ...over,
  }
}

export function leaves(series: string, over: Partial<Mark> = {}): Mark {
  return { series, keepMs: 1000, amount: 1, counts: 'let_go', ...over }
}

/** What every store of calls does; a package with another one runs this on it. */
export function describeCounters(name: string, open: () => Promise<CountersUnderTest>): void {
  const within = async (run: (store: CountersUnderTest) => Promise<void>): Promise<void> => {
    const store = await open()
    try {
      await run(store)
    } finally {
      await store.close()
    }
  }
  const asked = (decisionId: string, atMs: number, over: Partial<CountedCall> = {}): CountedCall => ({
    decisionId,
    nowMs: START + atMs,
    needs: [],
    marks: [],
    ...over,
  })
  const valueOf = async (counts: Counts | Promise<Counts>, key: string): Promise<number | undefined> =>
    (await counts).counts.get(key)

  describe(`${name} as a store of calls`, () => {
    test('counts a sliding window that leaves its beginning out', async () =>
      within(async ({ counters }) => {
        const at = async (id: string, ms: number) =>
          valueOf(counters.count(asked(id, ms, { needs: [rate('k')] })), 'k')
        const found: (number | undefined)[] = []
        for (const [index, ms] of [0, 500, 999, 1000, 1500, 9000].entries())
          found.push(await at(`${index}`, ms))
        expect(found).toEqual([1, 2, 3, 3, 3, 1])
      }))

    test('counts a decision once, however often it is made', async () =>
      within(async ({ counters }) => {
        for (let round = 0; round < 3; round += 1)
          expect(await valueOf(counters.count(asked('same', round, { needs: [rate('k')] })), 'k')).toBe(1)
        expect(await valueOf(counters.count(asked('other', 3, { needs: [rate('k')] })), 'k')).toBe(2)
      }))

    test('takes a clock that steps back to stand still', async () =>
      within(async ({ counters }) => {
        await counters.count(asked('1', 10_000, { needs: [rate('k')] }))
        expect(await valueOf(counters.count(asked('2', 0, { needs: [rate('k')] })), 'k')).toBe(2)
        expect(await valueOf(counters.count(asked('3', 10_999, { needs: [rate('k')] })), 'k')).toBe(3)
      }))

    test('knows nothing at a time that is none', async () =>
      within(async ({ counters }) => {
        const found = await counters.count(
          asked('1', Number.NaN, { needs: [rate('k')], marks: [leaves('s')] }),
        )
        expect([found.counts.size, found.isMarked]).toEqual([0, false])
      }))

    test('has calls in flight count at once', async () =>
      within(async ({ counters }) => {
        const spend = async (id: string) =>
          valueOf(
            counters.count(
              asked(id, 0, {
                needs: [reads('pot', { own: 2000, measure: 'sum', atMost: 5000 })],
                marks: [leaves('pot', { amount: 2000, cap: { windowMs: 1000, atMost: 5000 } })],
              }),
            ),
            '1000 pot',
          )
        const found = await Promise.all(['a', 'b', 'c'].map(spend))
        expect(found.toSorted((left = 0, right = 0) => left - right)).toEqual([2000, 4000, 6000])
        // The third was over its cap and has left nothing.
        expect(await valueOf(counters.count(asked('d', 1, { needs: [reads('pot')] })), '1000 pot')).toBe(4000)
      }))

    test('leaves a mark over its cap once the call is let go all the same', async () =>
      within(async ({ counters }) => {
        const marks = [leaves('pot', { amount: 9, cap: { windowMs: 1000, atMost: 5 } })]
        expect((await counters.count(asked('a', 0, { marks }))).isMarked).toBe(false)
        expect((await counters.count(asked('a', 1, { marks, isLetGo: true }))).isMarked).toBe(true)
        expect(await valueOf(counters.count(asked('b', 2, { needs: [reads('pot')] })), '1000 pot')).toBe(9)
      }))

    test('takes back what certainly has not run, and keeps what may have', async () =>
      within(async ({ counters }) => {
        const ends: readonly CallEnd[] = ['ok', 'failed', 'not_run']
        for (const end of ends) {
          await counters.count(asked(end, 0, { marks: [leaves('s')] }))
          await counters.settle(end, end)
        }
        await counters.count(asked('running', 0, { marks: [leaves('s')] }))
        await counters.settle('nobody', 'not_run')
        expect(await valueOf(counters.count(asked('x', 1, { needs: [reads('s')] })), '1000 s')).toBe(3)
      }))

    test('has seen a call only once it has ended well', async () =>
      within(async ({ counters }) => {
        const marks = [leaves('s', { counts: 'ok' })]
        const seen = async () =>
          valueOf(counters.count(asked('x', 1, { needs: [reads('s', { measure: 'seen' })] })), '1000 s')
        for (const [id, end] of [
          ['1', 'failed'],
          ['2', 'not_run'],
        ] as const) {
          await counters.count(asked(id, 0, { marks }))
          await counters.settle(id, end)
        }
        await counters.count(asked('3', 0, { marks }))
        expect(await seen()).toBe(0)
        await counters.settle('3', 'ok')
        expect(await seen()).toBe(1)
      }))

    test('says when a call that is over a limit would fit', async () =>
      within(async ({ counters }) => {
        for (const [id, ms, amount] of [
          ['1', 0, 3],
          ['2', 100, 2],
          ['3', 200, 4],
        ] as const)
          await counters.count(asked(id, ms, { marks: [leaves('s', { amount })], isLetGo: true }))
        const freeAt = async (own: number, atMost: number) =>
          (
            await counters.count(asked('x', 300, { needs: [reads('s', { own, atMost, measure: 'sum' })] }))
          ).freeAtMs.get('1000 s')
        expect(await freeAt(1, 10)).toBeUndefined()
        expect(await freeAt(2, 10)).toBe(START + 1000)
        expect(await freeAt(5, 10)).toBe(START + 1100)
        expect(await freeAt(10, 10)).toBe(START + 1200)
        expect(await freeAt(11, 10)).toBeUndefined()
      }))

    test('gives the widest window that asks for a series all that it reaches', async () =>
      within(async ({ counters }) => {
        const marks = [leaves('s', { keepMs: 60_000 })]
        for (const [id, ms] of [
          ['1', 0],
          ['2', 30_000],
          ['3', 59_000],
        ] as const)
          await counters.count(asked(id, ms, { marks }))
        const needs = [reads('s', { windowMs: 60_000 }), reads('s', { windowMs: 31_000 }), reads('s')]
        const { counts } = await counters.count(asked('x', 59_500, { needs }))
        expect(Object.fromEntries(counts)).toEqual({ '60000 s': 3, '31000 s': 2, '1000 s': 1 })
      }))

    test('refuses a sum that is no exact number any more', async () =>
      within(async ({ counters }) => {
        const marks = [leaves('s', { amount: Number.MAX_SAFE_INTEGER })]
        expect((await counters.count(asked('1', 0, { marks }))).isMarked).toBe(true)
        const over = await counters.count(asked('2', 0, { marks, isLetGo: true }))
        expect(over.isMarked).toBe(false)
        expect(await valueOf(counters.count(asked('3', 0, { needs: [reads('s')] })), '1000 s')).toBe(
          Number.MAX_SAFE_INTEGER,
        )
      }))

    test(
      'says what a plain list of calls says, whatever comes in which order',
      { timeout: 240_000 },
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) =>
            within(async ({ counters }) => {
              const list = new PlainList()
              let nowMs = 0
              for (const { afterMs, id, does } of steps) {
                nowMs += afterMs
                if (does.kind === 'settle') {
                  await counters.settle(id, does.end)
                  list.settle(id, does.end)
                  continue
                }
                const one = asked(id, nowMs, does)
                const { counts, freeAtMs, isMarked } = await counters.count(one)
                expect({
                  counts: Object.fromEntries(counts),
                  freeAtMs: Object.fromEntries(freeAtMs),
                  isMarked,
                }).toEqual(list.count(one))
              }
            }),
          ),
          { numRuns: 60 },
        )
      },
    )

    test('keeps what was left when it is opened anew', async () =>
      within(async ({ counters, reopen }) => {
        if (reopen === undefined) return
        await counters.count(asked('1', 0, { needs: [rate('k')], marks: [leaves('s', { amount: 7 })] }))
        const again = await reopen()
        const found = await again.count(asked('2', 1, { needs: [rate('k'), reads('s')] }))
        expect(Object.fromEntries(found.counts)).toEqual({ k: 2, '1000 s': 7 })
        await again.settle('1', 'not_run')
        const later = await counters.count(asked('3', 2, { needs: [rate('k'), reads('s')] }))
        expect(Object.fromEntries(later.counts)).toEqual({ k: 3, '1000 s': 0 })
      }))
  })
}

type Does =
  | { readonly kind: 'settle'; readonly end: CallEnd }
  | {
      readonly kind: 'count'
      readonly needs: readonly Need[]
      readonly marks: readonly Mark[]
      readonly isLetGo: boolean
    }

const WINDOWS = [100, 1000] as const

const need: fc.Arbitrary<Need> = fc.oneof(
  fc
    .record({ windowMs: fc.constantFrom(...WINDOWS), atMost: fc.constantFrom(1, 3, 1_000_000) })
    .map((of) => rate(`rate ${of.windowMs}`, of.windowMs, of.atMost)),
  fc
    .record({
      series: fc.constantFrom('a', 'b'),
      windowMs: fc.constantFrom(...WINDOWS),
      own: fc.constantFrom(0, 1, 5),
      atMost: fc.constantFrom(undefined, 4, 10),
    })
    .map(({ series, atMost, ...rest }) => reads(series, atMost === undefined ? rest : { ...rest, atMost })),
)

const mark: fc.Arbitrary<Mark> = fc
  .record({
    series: fc.constantFrom('a', 'b'),
    amount: fc.constantFrom(0, 1, 5),
    cap: fc.constantFrom(undefined, { windowMs: 100, atMost: 6 }, { windowMs: 1000, atMost: 6 }),
  })
  // One series always counts in the same way.
  .map(({ series, amount, cap }) =>
    leaves(series, { amount, counts: series === 'b' ? 'ok' : 'let_go', ...(cap !== undefined && { cap }) }),
  )

const byKey = <Item>(key: (item: Item) => string) => ({ selector: key, maxLength: 2 })

const step = fc.record({
  afterMs: fc.constantFrom(0, 1, 30, 99, 100, 400, 1000, -50),
  id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
  does: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record<Extract<Does, { kind: 'count' }>>({
        kind: fc.constant('count'),
        needs: fc.uniqueArray(
          need,
          byKey<Need>((one) => ('key' in one ? one.key : '')),
        ),
        marks: fc.uniqueArray(
          mark,
          byKey<Mark>(({ series }) => series),
        ),
        isLetGo: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record<Extract<Does, { kind: 'settle' }>>({
        kind: fc.constant('settle'),
        end: fc.constantFrom('ok', 'failed', 'not_run'),
      }),
    },
  ),
})

interface Event {
  readonly series: string
  readonly id: string
  readonly atMs: number
  value: number
  /** What it is worth once it has ended well; absent for what is counted whatever comes of it. */
  mark?: Mark | undefined
}

/** The words of the contract, said once more with nothing but a list. */
class PlainList {
  #events: Event[] = []
  #lastMs = -Infinity

  count({ decisionId, nowMs, needs, marks, isLetGo }: CountedCall) {
    const now = (this.#lastMs = Math.max(this.#lastMs, nowMs))
    const counts: Record<string, number> = {}
    const freeAtMs: Record<string, number> = {}
    for (const one of needs) {
      if (one.kind === 'session_age') continue
      const isRate = one.kind === 'rate'
      const series = isRate ? one.key : one.series
      const own = isRate ? 1 : one.own
      if (isRate && !this.#has(series, decisionId, now, one.windowMs))
        this.#events.push({ series, id: decisionId, atMs: now, value: 1 })
      const others = this.#others(series, decisionId, now, one.windowMs)
      counts[one.key] = total(others) + own
      const most = one.atMost ?? Infinity
      if (total(others) + own <= most || own > most) continue
      const fits = others.findIndex((_, index) => total(others.slice(index + 1)) + own <= most)
      freeAtMs[one.key] = (others[fits]?.atMs ?? Number.NaN) + one.windowMs
    }
    let isMarked = true
    for (const one of marks) {
      const { series, amount, cap } = one
      const isOver =
        cap !== undefined && total(this.#others(series, decisionId, now, cap.windowMs)) + amount > cap.atMost
      if (isOver && isLetGo !== true) isMarked = false
      else this.#leave(one, decisionId, now)
    }
    return { counts, freeAtMs, isMarked }
  }

  settle(id: string, end: CallEnd): void {
    for (const event of this.#events.filter((each) => each.id === id && each.mark !== undefined)) {
      if (end === 'not_run') this.#events = this.#events.filter((each) => each !== event)
      else if (event.mark?.counts === 'ok' && end === 'ok') event.value = event.mark.amount
      event.mark = undefined
    }
  }

  #leave(left: Mark, id: string, atMs: number): void {
    const value = left.counts === 'ok' ? 0 : left.amount
    const known = this.#events.find((each) => each.series === left.series && each.id === id)
    const isHeld = known !== undefined && known.atMs > atMs - left.keepMs
    if (isHeld) Object.assign(known, { value, mark: left })
    else {
      this.#events = this.#events.filter((each) => each !== known)
      this.#events.push({ series: left.series, id, atMs, value, mark: left })
    }
  }

  #has(series: string, id: string, now: number, keepMs: number): boolean {
    return this.#events.some((each) => each.series === series && each.id === id && each.atMs > now - keepMs)
  }

  #others(series: string, id: string, now: number, windowMs: number): readonly Event[] {
    return this.#events.filter(
      (each) => each.series === series && each.id !== id && each.atMs > now - windowMs,
    )
  }
}

function total(events: readonly Event[]): number {
  return events.reduce((sum, { value }) => sum + value, 0)
}
