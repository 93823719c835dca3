import { openSqliteThread, type Results, type SqliteThread, type Statement } from '@kvlar/core/sqlite'
import { LIMITS } from '../limits.ts'
import type { Environment } from '../sessions/environment.ts'
import { SESSION_BOUNDS, type SessionBounds } from '../sessions/memory-sessions.ts'
import type { HeldSession, SessionEntry, Sessions } from '../sessions/sessions.ts'
import { StandingError } from '../standing/standing-error.ts'
import { makePrivate } from './private-file.ts'
import { SESSIONS_SCHEMA } from './sessions-schema.ts'

/** Sessions that outlive the process, and are the same for every process that opens the file. */
export interface SqliteSessions extends Sessions {
  enter(entry: SessionEntry): Promise<HeldSession>
  /** Names this store: a file that is made anew has another one. */
  readonly id: string
  /** Sessions that are held. */
  count(): Promise<number>
  /** Has every session begin anew; how many that were. */
  reset(): Promise<number>
  close(): Promise<void>
}

export interface SqliteSessionsOptions {
  /** Whether a file that is not there is made. */
  readonly mayMake?: boolean
  readonly bounds?: SessionBounds
}

/**
 * Sessions in a SQLite file, for any number of processes of one machine. The folder must be on a local disk. What was
 * answered survives the process; the death of the machine may take the last moments with it.
 *
 * @throws StandingError `EVALUATION_STATE_UNAVAILABLE`, here and from every operation
 */
export async function openSqliteSessions(
  file: string,
  { mayMake = true, bounds = SESSION_BOUNDS }: SqliteSessionsOptions = {},
): Promise<SqliteSessions> {
  const unavailable = (cause: unknown): StandingError =>
    new StandingError('EVALUATION_STATE_UNAVAILABLE', `the sessions \`${file}\` are unavailable; refusing`, {
      cause,
    })
  if (mayMake) await makePrivate(file)
  const thread = await openSqliteThread({
    file,
    schema: SESSIONS_SCHEMA,
    synchronous: 'NORMAL',
    busyMs: LIMITS.fileBusyMs,
    inFlightMax: LIMITS.fileInFlightMax,
    mayMake,
    unavailable,
  })
  const [[store] = []] = await thread.read({ sql: 'SELECT id FROM store', values: [] })
  return {
    id: String(store?.['id']),
    enter: (entry) => enter(thread, entry, { bounds, unavailable }),
    count: async () => {
      const [[found] = []] = await thread.read({ sql: 'SELECT COUNT(*) AS count FROM sessions', values: [] })
      return Number(found?.['count'])
    },
    reset: async () => {
      const [gone = []] = await thread.write({
        sql: 'DELETE FROM sessions RETURNING 1 AS gone',
        values: [],
      })
      return gone.length
    },
    close: () => thread.close(),
  }
}

interface Entering {
  readonly bounds: SessionBounds
  readonly unavailable: (cause: unknown) => StandingError
}

async function enter(
  thread: SqliteThread,
  entry: SessionEntry,
  { bounds, unavailable }: Entering,
): Promise<HeldSession> {
  const { nowMs, startedAtMs = nowMs } = entry
  if (!Number.isFinite(nowMs) || !Number.isFinite(startedAtMs)) throw new TypeError('the time is none')
  const [, [held] = []] = await thread.write(forgetIdle(nowMs, bounds), entered(entry, bounds))
  if (held === undefined) throw unavailable(new Error(`over ${bounds.sessionsMax} sessions are under way`))
  return heldSession(held)
}

/** Sessions that one entry forgets. */
const SWEEP_MAX = 256

function forgetIdle(nowMs: number, { idleMsMax }: SessionBounds): Statement {
  return {
    sql: `DELETE FROM sessions WHERE session IN (SELECT session FROM sessions WHERE last_ms < ? LIMIT ${SWEEP_MAX})`,
    values: [Math.floor(nowMs) - idleMsMax],
  }
}

/** Gives a row unless too many are under way for another one to begin. */
function entered(entry: SessionEntry, { sessionsMax }: SessionBounds): Statement {
  const { sessionId, nowMs, startedAtMs = nowMs, origin, isCounted } = entry
  return {
    sql: `INSERT INTO sessions SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
WHERE EXISTS (SELECT 1 FROM sessions WHERE session = ?1) OR (SELECT COUNT(*) FROM sessions) < ?8
ON CONFLICT (session) DO UPDATE SET started_ms = MIN(started_ms, excluded.started_ms),
last_ms = MAX(last_ms, excluded.last_ms), actions = actions + excluded.actions,
ip = COALESCE(ip, excluded.ip), geo = COALESCE(geo, excluded.geo), device = COALESCE(device, excluded.device)
RETURNING started_ms, actions, ip, geo, device`,
    values: [
      JSON.stringify(sessionId),
      Math.floor(Math.min(startedAtMs, nowMs)),
      Math.floor(nowMs),
      isCounted ? 1 : 0,
      ...[origin.ip, origin.geo, origin.device].map((value) => JSON.stringify(value) ?? null),
      sessionsMax,
    ],
  }
}

function heldSession(row: Results[number][number]): HeldSession {
  const read = (name: keyof Environment): Environment => {
    const text = row[name]
    return typeof text === 'string' ? { [name]: JSON.parse(text) as unknown } : {}
  }
  return {
    startedAtMs: Number(row['started_ms']),
    actions: Number(row['actions']),
    origin: { ...read('ip'), ...read('geo'), ...read('device') },
  }
}
