import { randomBytes } from 'node:crypto'
import type { CallEnd, CountedCall, Counts, DurableCounters } from '@kvlar/core'
import type { Connection } from '../connection.ts'
import { countArguments, countsOf, seriesOfMark } from './count-call.ts'
import type { ReadCountersOptions } from './counters-options.ts'
import type { RedisReply } from '../store/open-store.ts'
import type { CountsStore } from './counter-keys.ts'
import { LeftMarks, type Ending } from './left-marks.ts'
import { COUNT } from './scripts.ts'
import { forgetSeries, listSeries } from './series-states.ts'
import { payWhatIsOwed, settleMarks } from './settle-marks.ts'

/** The counters that a store on Redis makes; `close` ends what they do and not the connection. */
export function countersOver(
  connection: Connection,
  store: CountsStore,
  { seriesMax, callsMax, time }: ReadCountersOptions,
): DurableCounters {
  const marks = new LeftMarks()
  const owing = payWhatIsOwed(marks, store)
  const name = randomBytes(6).toString('hex')
  let attempts = 0

  const count = async (call: CountedCall): Promise<Counts> => {
    const { nowMs, marks: given, decisionId } = call
    if (!Number.isFinite(nowMs))
      return { counts: new Map(), freeAtMs: new Map(), isMarked: given.length === 0 }
    const attempt = `${name}.${(attempts += 1)}`
    const series = given.map(seriesOfMark)
    const counting = { call, attempt, nowMs: timeOf(nowMs), seriesMax, callsMax }
    const ask = (): Promise<RedisReply> => store.run(COUNT, (keys) => countArguments(keys, counting))
    // What is not sent leaves nothing.
    if (series.length === 0 || connection.client.status !== 'ready') return countsOf(call, await ask())
    // Whoever gets no answer denies, and then what the call has left must go.
    const answer = await owing.unless(ask, { decisionId, end: 'not_run', attempt, of: 'only', series })
    marks.leave(decisionId, series)
    return countsOf(call, answer)
  }
  const settle = async (decisionId: string, end: CallEnd): Promise<void> => {
    const series = marks.find(decisionId)
    const ending: Ending = { decisionId, end, attempt: `${name}.${attempts}`, of: 'upto', series }
    await owing.unless(() => settleMarks(store, ending), ending)
    marks.forget(decisionId)
  }
  const timeOf = (ms: number): number | '' => (time === 'calls' ? Math.floor(ms) : '')
  const running = new Set<Promise<unknown>>()
  const keep = async <Result>(work: Promise<Result>): Promise<Result> => {
    running.add(work)
    try {
      return await work
    } finally {
      running.delete(work)
    }
  }
  const onReady = (): void => void owing.pay()
  connection.client.on('ready', onReady)

  return {
    get id() {
      return store.id
    },
    count: (call) => keep(count(call)),
    settle: (decisionId, end) => keep(settle(decisionId, end)),
    list: (nowMs) => listSeries(connection, store, timeOf(nowMs)),
    reset: async (series) => {
      if (series !== undefined) return forgetSeries(connection, store, series)
      const found = await listSeries(connection, store, timeOf(Date.now()))
      await store.beginAnew()
      return found.reduce((sum, { calls }) => sum + calls, 0)
    },
    close: async () => {
      connection.client.off('ready', onReady)
      // Nobody waits for the end of a call to be told, and it must be.
      await Promise.allSettled(running)
      await owing.pay()
    },
  }
}
