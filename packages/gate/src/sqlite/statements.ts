import type { CallEnd, Mark, Need } from '@kvlar/core'
import type { Statement } from '@kvlar/core/sqlite'

type CountNeed = Exclude<Need, { readonly kind: 'session_age' }>

/** Lapsed entries that one operation clears away. */
const SWEEP_MAX = 256

const CLOCK = '(SELECT clock_ms FROM store)'

/** Sets the clock, which never steps back. */
export function tick(nowMs: number): Statement {
  return {
    sql: 'UPDATE store SET clock_ms = MAX(clock_ms, ?) RETURNING clock_ms',
    values: [Math.floor(nowMs)],
  }
}

/** Clears away some of what no window reaches any more. */
export const SWEEP: Statement = {
  sql: `DELETE FROM entries WHERE (series, decision) IN (SELECT series, decision FROM entries WHERE until_ms <= ${CLOCK} LIMIT ${SWEEP_MAX})`,
  values: [],
}

/** Counts a call that is made, whatever comes of it. */
export function enter({ key, windowMs }: CountNeed, decisionId: string): Statement {
  return {
    sql: `INSERT INTO entries SELECT ?, ?, ${CLOCK}, ${CLOCK} + ?, 1, 1, 0, 0 WHERE true
ON CONFLICT (series, decision) DO UPDATE SET at_ms = excluded.at_ms, until_ms = excluded.until_ms, value = 1
WHERE entries.until_ms <= ${CLOCK}`,
    values: [key, decisionId, windowMs],
  }
}

/** What others add up to in a window. */
export function total(need: CountNeed, decisionId: string): Statement {
  return {
    sql: `SELECT COALESCE(SUM(value), 0) AS total FROM entries INDEXED BY entries_window WHERE series = ? AND at_ms > ${CLOCK} - ? AND decision <> ?`,
    values: [seriesOf(need), need.windowMs, decisionId],
  }
}

/** When the last entry was made that must leave the window, so that no more than `room` stays in it. */
export function lastInTheWay(need: CountNeed, room: number, decisionId: string): Statement {
  return {
    sql: `SELECT MAX(at_ms) AS at_ms FROM (
SELECT at_ms, SUM(value) OVER (ORDER BY at_ms DESC, decision DESC) AS kept FROM entries INDEXED BY entries_window
WHERE series = ? AND at_ms > ${CLOCK} - ? AND decision <> ?
) WHERE kept > ?`,
    values: [seriesOf(need), need.windowMs, decisionId, room],
  }
}

/** Leaves a mark, unless that would go over its cap or beyond what is exact; gives a row where it stands. */
export function leave(mark: Mark, decisionId: string, isLetGo: boolean): Statement {
  const { series, keepMs, amount, counts, cap } = mark
  const fits = `(SELECT COALESCE(SUM(value), 0) FROM entries INDEXED BY entries_window WHERE series = ?1 AND decision <> ?2 AND at_ms > ${CLOCK} - ?7) + ?4 <= ?8`
  return {
    sql: `INSERT INTO entries SELECT ?1, ?2, ${CLOCK}, ${CLOCK} + ?3, ?5, ?4, ?6, 1 WHERE ${fits}
AND (SELECT COALESCE(SUM(value), 0) FROM entries INDEXED BY entries_window WHERE series = ?1 AND decision <> ?2) + ?4 <= ${Number.MAX_SAFE_INTEGER}
ON CONFLICT (series, decision) DO UPDATE SET value = excluded.value, amount = excluded.amount, is_open = 1,
at_ms = CASE WHEN entries.until_ms <= ${CLOCK} THEN excluded.at_ms ELSE entries.at_ms END,
until_ms = CASE WHEN entries.until_ms <= ${CLOCK} THEN excluded.until_ms ELSE MAX(entries.until_ms, entries.at_ms + ?3) END
RETURNING 1 AS stands`,
    values: [
      series,
      decisionId,
      keepMs,
      amount,
      counts === 'ok' ? 0 : amount,
      counts === 'ok' ? 1 : 0,
      cap === undefined || isLetGo ? keepMs : cap.windowMs,
      cap === undefined || isLetGo ? Number.MAX_SAFE_INTEGER : cap.atMost,
    ],
  }
}

/** What becomes of the marks of a decision once its call has ended. */
export function settle(decisionId: string, end: CallEnd): Statement {
  const where = 'WHERE decision = ? AND is_open = 1'
  switch (end) {
    case 'not_run':
      return { sql: `DELETE FROM entries ${where}`, values: [decisionId] }
    case 'ok':
      return {
        sql: `UPDATE entries SET is_open = 0, value = amount ${where}`,
        values: [decisionId],
      }
    case 'failed':
      return { sql: `UPDATE entries SET is_open = 0 ${where}`, values: [decisionId] }
  }
}

function seriesOf(need: CountNeed): string {
  return need.kind === 'rate' ? need.key : need.series
}
