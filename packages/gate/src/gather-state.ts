import type { Counters, Counts, Engine } from '@kvlar/core'
import type { KnownSession, SessionEntry, Sessions } from './sessions/sessions.ts'
import type { Revocation, Standing } from './standing/standing.ts'
import { targetsOf } from './standing/target.ts'
import type { Subject } from './decide-action.ts'

/** What could not be had. */
export const UNAVAILABLE = 'unavailable'

type Unavailable = typeof UNAVAILABLE

/** What judging one action reads from outside. */
export interface GatheredState {
  /** With the counts that were fetched. */
  readonly counters: Counters
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
  const needs = engine.needs(action, { sessionId })
  const marks = engine.marks(action, { sessionId })
  const isCounted = needs.length > 0 || marks.length > 0
  const counts = isCounted ? attempt(() => counters.count({ decisionId, nowMs, needs, marks })) : NONE
  const session = sessions && enterSession(sessions, of)
  const revocation = standing && attempt(() => standing.find(targetsOf(sessionId, action.principal)))
  if (isPromise(counts) || isPromise(session) || isPromise(revocation))
    return Promise.all([counts, session, revocation]).then(([one, two, three]) =>
      gathered({ counters: fetched(counters, one), session: two, revocation: three }),
    )
  return gathered({ counters: fetched(counters, counts), session, revocation })
}

const NONE: Counts = { counts: new Map(), freeAtMs: new Map(), isMarked: true }

/** Counters that answer with what was fetched of them. */
function fetched(counters: Counters, counts: Counts | Unavailable): Counters {
  return {
    count: () => {
      if (counts === UNAVAILABLE) throw new Error('the counters could not be had')
      return counts
    },
    settle: (decisionId, end) => counters.settle(decisionId, end),
  }
}

function gathered({
  counters,
  session,
  revocation,
}: {
  readonly counters: Counters
  readonly session: KnownSession | Unavailable | undefined
  readonly revocation: Revocation | Unavailable | undefined
}): GatheredState {
  return {
    counters,
    ...(session !== undefined && { session }),
    ...(revocation !== undefined && { revocation }),
  }
}

/** For an action that is in no session only what its caller says is known. */
function enterSession(
  sessions: Sessions,
  { subject, nowMs, isAgain }: Asking,
): KnownSession | Unavailable | Promise<KnownSession | Unavailable> {
  const { action, sessionId, sessionStartedAtMs, isInSession } = subject
  const origin = { ...subject.environment, ...subject.origin }
  const started = sessionStartedAtMs !== undefined && { startedAtMs: sessionStartedAtMs }
  if (!isInSession) return { origin, ...started }
  const { principal } = action
  const entry: SessionEntry = { sessionId, principal, nowMs, origin, isCounted: !isAgain, ...started }
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
