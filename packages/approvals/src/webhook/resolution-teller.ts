import { shown } from '../approval-event.ts'
import type { Approvals } from '../approvals.ts'
import { isEnded } from '../requests/transition.ts'
import { deliver, type Endpoint } from './deliver.ts'
import { resolutionMessage, tellings } from './resolution-message.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

export interface ResolutionTellerOptions {
  readonly approvals: Approvals
  readonly endpoint: Endpoint
  /** Told when the endpoint answers 410. */
  readonly onGone: () => void
}

/** Tells an endpoint what has become of requests. It never fails: the queue holds the truth, this is a courtesy. */
export interface ResolutionTeller {
  /** Follows one more request, from wherever it stands by now. */
  add(id: string): void
  /** Begins to tell; what was pending before counts as added, so that a restart loses nothing. */
  start(): Promise<() => void>
}

/** One request, and what was told of it; changes are told in order, one after the other. */
interface Followed {
  /** Ids of what was told. */
  readonly told: Set<string>
  telling: Promise<void>
}

export function createResolutionTeller({
  approvals,
  endpoint,
  onGone,
}: ResolutionTellerOptions): ResolutionTeller {
  const followed = new Map<string, Followed>()
  let running: AbortController | undefined

  const tell = async (id: string, { told }: Followed, signal: AbortSignal): Promise<void> => {
    const request = await approvals.get(id)
    if (request === undefined) return void followed.delete(id)
    for (const telling of tellings(request)) {
      if (told.has(telling.id) || signal.aborted) continue
      told.add(telling.id)
      const answer = await deliver(endpoint, {
        id: telling.id,
        body: resolutionMessage(telling.type, shown(request), approvals.now()),
        untilMs: Date.now() + WEBHOOK_LIMITS.resolutionMs,
        signal,
      })
      if (answer.status === 410) onGone()
    }
    if (isEnded(request.state)) followed.delete(id)
  }

  const look = (id: string): void => {
    const one = followed.get(id)
    const { signal } = running ?? {}
    if (one === undefined || signal === undefined) return
    one.telling = one.telling.then(() => tell(id, one, signal)).catch(() => {})
  }

  const add = (id: string): void => {
    // Callbacks need a secret, so without one nothing was ever taken for later.
    if (followed.has(id) || endpoint.secrets.length === 0) return
    const [oldest] = followed.keys()
    if (followed.size >= WEBHOOK_LIMITS.followedMax && oldest !== undefined) followed.delete(oldest)
    followed.set(id, { told: new Set(), telling: Promise.resolve() })
    look(id)
  }

  return {
    add,
    start: async () => {
      const started = new AbortController()
      running = started
      const unsubscribe = await approvals.subscribe((rows) => {
        if (rows === 'gap') for (const id of followed.keys()) look(id)
        else for (const { id, kind } of rows ?? []) if (kind === 'request') look(id)
      })
      for (const { id } of await approvals.list({ states: ['pending'] })) add(id)
      return () => {
        unsubscribe()
        started.abort()
        running = undefined
      }
    },
  }
}
