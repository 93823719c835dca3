import { CountersError, type CountedCall, type Counts, type DurableCounters, type Need } from '@kvlar/core'
import { openSqliteThread, type SqliteThread, type Statement } from '@kvlar/core/sqlite'
import { LIMITS } from '../limits.ts'
import { SCHEMA } from './counters-schema.ts'
import { OwedEnds } from './owed-ends.ts'
import { makePrivate } from './private-file.ts'
import { enter, lastInTheWay, leave, settle, SWEEP, tick, total } from './statements.ts'

export interface SqliteCountersOptions {
  /** Whether a file that is not there is made. */
  readonly mayMake?: boolean
}

/**
 * Counters in a SQLite file, for any number of processes of one machine. The folder must be on a local disk.
 * What was answered survives the process; the death of the machine may take the last moments with it.
 *
 * @throws CountersError here and from every operation
 */
export async function openSqliteCounters(
  file: string,
  { mayMake = true }: SqliteCountersOptions = {},
): Promise<DurableCounters> {
  const unavailable = (cause: unknown): CountersError =>
    new CountersError('EVALUATION_STATE_UNAVAILABLE', `the counters \`${file}\` are unavailable; refusing`, {
      cause,
    })
  if (mayMake) await makePrivate(file)
  const thread = await openSqliteThread({
    file,
    schema: SCHEMA,
    synchronous: 'NORMAL',
    busyMs: LIMITS.fileBusyMs,
    inFlightMax: LIMITS.fileInFlightMax,
    mayMake,
    unavailable,
  })
  const owed = new OwedEnds(async (decisionId, end) => void (await thread.write(settle(decisionId, end))))
  const [[store] = []] = await thread.read({ sql: 'SELECT id FROM store', values: [] })
  return {
    id: String(store?.['id']),
    count: async (call) => {
      // What it leaves now is not the end of before to take away.
      owed.forget(call.decisionId)
      const counts = await count(thread, call)
      void owed.pay()
      return counts
    },
    settle: async (decisionId, end) => {
      await owed.unless(decisionId, end)
      void owed.pay()
    },
    list: async (nowMs) => {
      const [, found = []] = await thread.write(tick(nowMs), LIST)
      return found.map((row) => ({
        series: String(row['series']),
        calls: Number(row['calls']),
        total: Number(row['total']),
        open: Number(row['open']),
        firstMs: Number(row['first_ms']),
        lastMs: Number(row['last_ms']),
      }))
    },
    reset: async (series) => {
      const [found = []] = await thread.write(
        ...(series === undefined
          ? [
              { sql: 'DELETE FROM entries RETURNING 1 AS gone', values: [] },
              { sql: 'UPDATE store SET clock_ms = 0', values: [] },
            ]
          : [{ sql: 'DELETE FROM entries WHERE series = ? RETURNING 1 AS gone', values: [series] }]),
      )
      return found.length
    },
    close: async () => {
      await owed.pay()
      await thread.close()
    },
  }
}

const LIST: Statement = {
  sql: `SELECT series, COUNT(*) AS calls, SUM(value) AS total, SUM(is_open) AS open, MIN(at_ms) AS first_ms, MAX(at_ms) AS last_ms
FROM entries WHERE until_ms > (SELECT clock_ms FROM store) GROUP BY series ORDER BY total DESC, series LIMIT ${LIMITS.countersListedMax}`,
  values: [],
}

type CountNeed = Exclude<Need, { readonly kind: 'session_age' }>

async function count(thread: SqliteThread, call: CountedCall): Promise<Counts> {
  const { decisionId, nowMs, marks, isLetGo = false } = call
  if (!Number.isFinite(nowMs)) return { counts: new Map(), freeAtMs: new Map(), isMarked: marks.length === 0 }
  const needs = call.needs.filter((need): need is CountNeed => need.kind !== 'session_age')
  const before = [
    tick(nowMs),
    SWEEP,
    ...needs.flatMap((need) => (need.kind === 'rate' ? [enter(need, decisionId)] : [])),
  ]
  const results = await thread.write(
    ...before,
    ...needs.map((need) => total(need, decisionId)),
    ...marks.map((mark) => leave(mark, decisionId, isLetGo)),
  )
  const totals = results.slice(before.length, before.length + needs.length)
  const counts = new Map<string, number>()
  const full: CountNeed[] = []
  for (const [index, need] of needs.entries()) {
    const found = Number(totals[index]?.[0]?.['total']) + ownOf(need)
    counts.set(need.key, found)
    if (found > (need.atMost ?? Infinity)) full.push(need)
  }
  return {
    counts,
    freeAtMs: full.length === 0 ? new Map() : await freeTimes(thread, full, decisionId),
    isMarked: results.slice(before.length + needs.length).every((rows) => rows.length > 0),
  }
}

/** Asked only of a call that is over a limit: what it is told may be a moment old, and decides nothing. */
async function freeTimes(
  thread: SqliteThread,
  full: readonly CountNeed[],
  decisionId: string,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>()
  const fitting = full.filter((need) => ownOf(need) <= (need.atMost ?? 0))
  const found = await thread.read(
    ...fitting.map((need) => lastInTheWay(need, (need.atMost ?? 0) - ownOf(need), decisionId)),
  )
  for (const [index, need] of fitting.entries()) {
    const atMs = found[index]?.[0]?.['at_ms']
    if (typeof atMs === 'number') times.set(need.key, atMs + need.windowMs)
  }
  return times
}

function ownOf(need: CountNeed): number {
  return need.kind === 'rate' ? 1 : need.own
}
