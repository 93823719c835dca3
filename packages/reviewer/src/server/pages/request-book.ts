import type { Approvals } from '@kvlar/approvals'
import { requestSummary, type RequestSummary } from '../../card/request-summary.ts'
import { REVIEW_LIMITS } from '../../review-limits.ts'

/** Summaries of what waits and of what was asked lately, so that no page reads the whole queue for one card. */
export interface RequestBook {
  /** Newest first. */
  list(): Promise<readonly RequestSummary[]>
  close(): void
}

/**
 * Keeps the summaries while pages are looked at: the queue is read once, then only what has changed. It rests when
 * nobody has looked for a while.
 */
export function createRequestBook(
  approvals: Pick<Approvals, 'list' | 'get' | 'subscribe' | 'now'>,
): RequestBook {
  const kept = new Map<string, RequestSummary>()
  const stale = new Set<string>()
  let unsubscribe: (() => void) | undefined
  let isLoaded = false
  let updating: Promise<void> = Promise.resolve()
  let rest: NodeJS.Timeout | undefined

  const close = (): void => {
    clearTimeout(rest)
    unsubscribe?.()
    unsubscribe = undefined
    isLoaded = false
    kept.clear()
    stale.clear()
  }

  const load = async (): Promise<void> => {
    stale.clear()
    const [all, pending] = [await approvals.list(), await approvals.list({ states: ['pending'] })]
    kept.clear()
    for (const request of [...all, ...pending]) kept.set(request.id, requestSummary(request))
    isLoaded = true
  }

  const refresh = async (): Promise<void> => {
    const nowMs = approvals.now()
    for (const summary of kept.values()) if (isDue(summary, nowMs)) stale.add(summary.id)
    for (const id of stale) {
      stale.delete(id)
      const request = await approvals.get(id)
      if (request === undefined) kept.delete(id)
      else kept.set(id, requestSummary(request))
    }
  }

  const update = async (): Promise<void> => {
    unsubscribe ??= await approvals.subscribe((rows) => {
      // The store has failed, or changes were missed: nothing that is kept is certain any more.
      if (rows === undefined || rows === 'gap') isLoaded = false
      else for (const { id, kind } of rows) if (kind === 'request') stale.add(id)
    })
    if (!isLoaded || stale.size > REVIEW_LIMITS.bookStaleMax) await load()
    else await refresh()
  }

  return {
    list: async () => {
      // One after the other, so that two pages do not read the same twice.
      const next = updating.then(update)
      updating = next.catch(() => {})
      await next
      clearTimeout(rest)
      rest = setTimeout(close, REVIEW_LIMITS.bookRestMs)
      rest.unref()
      const newest = [...kept.values()].sort(
        (a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1),
      )
      let ended = 0
      return newest.filter((one) => {
        ended += one.state === 'pending' ? 0 : 1
        const isKept = one.state === 'pending' || ended <= REVIEW_LIMITS.bookEndedMax
        if (!isKept) kept.delete(one.id)
        return isKept
      })
    },
    close,
  }
}

/** Whether a clock of it has run out since it was read. */
function isDue({ state, expiresAtMs, executeByMs }: RequestSummary, nowMs: number): boolean {
  if (state === 'pending') return expiresAtMs <= nowMs
  return state === 'approved' && executeByMs !== undefined && executeByMs <= nowMs
}
