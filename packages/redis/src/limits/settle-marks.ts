import type { RedisReply } from '../store/open-store.ts'
import type { CountsStore } from './counter-keys.ts'
import type { Ending, LeftMarks } from './left-marks.ts'
import { SETTLE } from './scripts.ts'

/** Says what became of a decision; an unknown one is ignored. */
export async function settleMarks(
  store: CountsStore,
  { decisionId, end, attempt, of, series }: Ending,
): Promise<void> {
  const ask = (digests: readonly string[]): Promise<RedisReply> =>
    store.run(SETTLE, (keys) => {
      const known = series.map((one) => keys.of(one))
      const more = digests.map((digest) => keys.ofDigest(digest))
      return {
        keys: [...keys.head, keys.open(decisionId), ...new Set([...known, ...more].flat())],
        args: [decisionId, end, attempt, of],
      }
    })
  const [kind, ...digests] = await ask([])
  // A process that has left none of the marks is told where they stand.
  if (kind === 'more') await ask(digests.map(String))
}

/** Tells the store later what it could not be told. */
export interface Owing {
  /** Does the work, and owes this ending where that fails. */
  unless<Result>(work: () => Promise<Result>, ending: Ending): Promise<Result>
  /** Tells what is owed as long as Redis answers; never rejects. */
  pay(): Promise<void>
}

export function payWhatIsOwed(marks: LeftMarks, store: CountsStore): Owing {
  let paying: Promise<void> | undefined
  const payAll = async (): Promise<void> => {
    for (const ending of marks.owed()) {
      await settleMarks(store, ending)
      marks.pay(ending)
    }
  }
  const pay = (): Promise<void> => {
    if (!marks.isOwing) return Promise.resolve()
    paying ??= payAll()
      // What is left of it stays owed.
      .catch(() => undefined)
      .finally(() => (paying = undefined))
    return paying
  }
  return {
    unless: async (work, ending) => {
      try {
        const result = await work()
        void pay()
        return result
      } catch (error) {
        marks.owe(ending)
        throw error
      }
    },
    pay,
  }
}
