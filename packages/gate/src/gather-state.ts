import { fetchCounts, type Counters, type Engine, type FetchedCounts } from '@kvlar/core'
import type { KnownSession, SessionEntry, Sessions } from './sessions/sessions.ts'
import type { Revocation, Standing } from './standing/standing.ts'
import { targetsOf } from './standing/target.ts'
import type { Subject } from './decide-action.ts'

/** What could not be had. */
export const UNAVAILABLE = 'unavailable'

type Unavailable = typeof UNAVAILABLE

/** What judging one action reads from outside. */
export interface GatheredState {
  readonly counts: FetchedCounts
  readonly session?: KnownSession | Unavailable
  readonly revocation?: Revocation | Unavailable
}

export interface StateSources {
  readonly counters: Counters
  readonly sessions?: Sessions
  readonly standing?: Standing
}

interface Asking {
  readonly subject: Subject
  readonly nowMs: number
  readonly isAgain: boolean
}

/**
 * Asks all stores in the same breath, and waits for all: one store behind the three ports makes one trip of it. Never
 * throws and never rejects.
 */
export function gatherState(
  engine: Engine,
  sources: StateSources,
  of: Asking,
): GatheredState | Promise<GatheredState> {
  const { counters, sessions, standing } = sources
  const { subject, nowMs } = of
  const { action, decisionId, sessionId } = subject
  const counts = fetchCounts(engine, counters, { action, decisionId, nowMs, sessionId })
  const session = sessions && enterSession(sessions, of)
  const revocation = standing && attempt(() => standing.find(targetsOf(sessionId, action.principal)))
  if (isPromise(counts) || isPromise(session) || isPromise(revocation))
    return Promise.all([counts, session, revocation]).then(([one, two, three]) => gathered(one, two, three))
  return gathered(counts, session, revocation)
}

function gathered(
  counts: FetchedCounts,
  session: KnownSession | Unavailable | undefined,
  revocation: Revocation | Unavailable | undefined,
): GatheredState {
  return {
    counts,
    ...(session !== undefined && { session }),
    ...(revocation !== undefined && { revocation }),
  }
}

/** For an action that is in no session only what its caller says is known. */
function enterSession(
  sessions: Sessions,
  { subject, nowMs, isAgain }: Asking,
): KnownSession | Unavailable | Promise<KnownSession | Unavailable> {
  const { action, sessionId, sessionStartedAtMs, isInSession, isAhead } = subject
  const origin = { ...subject.environment, ...subject.origin }
  const started = sessionStartedAtMs !== undefined && { startedAtMs: sessionStartedAtMs }
  if (!isInSession) return { origin, ...started }
  const { principal } = action
  const entry: SessionEntry = {
    sessionId,
    principal,
    nowMs,
    origin,
    isCounted: !isAgain && !isAhead,
    ...started,
  }
  return attempt(() => sessions.enter(entry))
}

function attempt<T>(ask: () => T | Promise<T>): T | Unavailable | Promise<T | Unavailable> {
  try {
    const answer = ask()
    return isPromise(answer) ? answer.catch((): Unavailable => UNAVAILABLE) : answer
  } catch {
    return UNAVAILABLE
  }
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise
}
