import type { CallResult } from '@kvlar/approvals'
import type { Ask, Recorder, ResultEvent } from '@kvlar/proxy'
import { onDemand } from '../on-demand.ts'
import { within } from '../within.ts'
import type { OpenAsking, OpenAskingOptions } from './open-asking.ts'

export interface ProxyAskingOptions extends OpenAskingOptions {
  readonly record: Recorder
}

/** How a proxy asks people. */
export interface ProxyAsking {
  readonly ask: Ask
  /** Records as before, and closes the approval of a call that has ended. */
  readonly record: Recorder
  /** Withdraws what waits, within a bound. */
  close(): Promise<void>
}

/** Under the second that clients leave a proxy after its server has gone. */
const CLOSE_MS_MAX = 700

/**
 * The port through which the proxy asks. Queue, page and their code are loaded by the first question, or by the first
 * judged call where a page is to be served: a proxy that is only asked what it offers opens nothing and binds nothing.
 */
export function proxyAsking(options: ProxyAskingOptions): ProxyAsking {
  const { settings, record, err } = options
  const running = new Set<Promise<unknown>>()
  const opened = onDemand(async (): Promise<OpenAsking> => {
    const { openAsking } = await import('./open-asking.ts')
    return openAsking(options)
  })
  let isFailing = false

  const complain = (error: unknown): void => {
    if (isFailing) return
    isFailing = true
    const why = error instanceof Error ? error.message : String(error)
    err.line(
      `${err.tone('bad', 'error:')} nobody can be asked, so calls that need approval are denied: ${why}`,
    )
  }
  const keep = async <T>(work: Promise<T>): Promise<T> => {
    running.add(work)
    try {
      return await work
    } finally {
      running.delete(work)
    }
  }
  /** A file that was deleted or replaced does not come back by itself; Redis does. */
  const isQueueGone = (error: unknown): boolean =>
    settings.queue.kind === 'file' &&
    error instanceof Error &&
    'code' in error &&
    error.code === 'APPROVAL_STORE_UNAVAILABLE'
  const startAnew = (opening: Promise<OpenAsking>): void => {
    if (opened.forget(opening)) void keep(opening.then((asking) => asking.close())).catch(() => undefined)
  }
  const finish = async (id: string, result: CallResult): Promise<void> => {
    const { approvals } = await opened.get()
    await approvals.finish(id, result)
  }

  return {
    ask: async (request, signal) => {
      const opening = opened.get()
      try {
        const answer = await keep(opening.then((asking) => asking.ask(request, signal)))
        isFailing = false
        return answer
      } catch (error) {
        complain(error)
        if (isQueueGone(error)) startAnew(opening)
        throw error
      }
    },
    record: (event) => {
      // Whoever waits for the page needs no answer of this call.
      if (settings.page !== undefined && opened.begun() === undefined) void opened.get().catch(complain)
      if (event.kind === 'result' && event.approvalId !== undefined)
        void keep(finish(event.approvalId, RESULTS[event.result])).catch(complain)
      return record(event)
    },
    close: async () => {
      const closing = Promise.allSettled(running).then(async () => (await opened.begun())?.close())
      await within(CLOSE_MS_MAX, closing).catch(complain)
    },
  }
}

const RESULTS: Readonly<Record<ResultEvent['result'], CallResult>> = {
  ok: 'ok',
  tool_error: 'failed',
  failed: 'failed',
  // Whether it took effect before it was cancelled, nobody says.
  cancelled: 'unknown',
  unknown: 'unknown',
}
