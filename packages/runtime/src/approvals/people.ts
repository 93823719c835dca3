import type { Approvals, CallResult } from '@kvlar/approvals'
import { within } from '@kvlar/core/node'
import type { Ask as AskOf, Surface } from '@kvlar/gate'
import type { Ask as AskOfClient } from '@kvlar/proxy'
import type { Guarded } from '@kvlar/sdk'
import type { HealthEvent } from '../health/health-event.ts'
import { whyNot } from '../health/why-not.ts'
import { whyOf, type Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import type { OpenAsking, OpenAskingOptions } from './open-asking.ts'

/** The people who are asked, and the queue through which they are. */
export interface People {
  /** Asks about a call of a client. */
  readonly askOfClient: AskOfClient
  /** Asks about a call of a guarded function. */
  readonly askOfCaller: AskOf<Guarded>
  /** The queue, which is made on first use. @throws ApprovalsError */
  readonly approvals: () => Promise<Approvals>
  /** Closes the approval of a call that has ended. @throws ApprovalsError */
  readonly finish: (approvalId: string, result: CallResult) => Promise<void>
  /** Serves the page, if one is to be served; whoever waits for it needs no answer. */
  readonly begin: () => void
  /** Where a reviewer decides a request, if a page is served here. */
  readonly urlOf: (approvalId: string) => string | undefined
  /** Says why the queue cannot be had. */
  readonly look: () => Promise<string | undefined>
  /** Requests that wait in the queue; undefined while nobody has needed it here. */
  readonly waiting: () => Promise<number | undefined>
  /** Withdraws what waits, within a bound. */
  readonly close: () => Promise<void>
}

export interface OpenPeopleOptions extends OpenAskingOptions {
  /** Hears what each caller was told that was held, and after how long. */
  readonly onAnswered?: (answer: Told, seconds: number) => void
  /** Hears of each use of the queue that failed. */
  readonly onFailed?: () => void
}

type Told = Extract<HealthEvent, { kind: 'answered' }>['answer']

/** Under the second that clients leave a proxy after its server has gone. */
const CLOSE_MS_MAX = 700

/**
 * The port through which people are asked. Queue, page and their code are loaded by the first question, or by the first
 * judged call where a page is to be served: a proxy that is only asked what it offers opens nothing and binds nothing.
 */
export function openPeople(options: OpenPeopleOptions): People {
  const { asking, tell, onAnswered, onFailed } = options
  const running = new Set<Promise<unknown>>()
  const opened = onDemand(async (): Promise<OpenAsking> => {
    const { openAsking } = await import('./open-asking.ts')
    const open = await openAsking(options)
    urlOf = open.urlOf
    return open
  })
  let urlOf: OpenAsking['urlOf'] = () => undefined
  const failing = failureTeller(tell, onFailed)

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
    asking.queue.kind === 'file' &&
    error instanceof Error &&
    'code' in error &&
    error.code === 'APPROVAL_STORE_UNAVAILABLE'
  const startAnew = (opening: Promise<OpenAsking>): void => {
    if (opened.forget(opening)) void keep(opening.then((open) => open.close())).catch(() => undefined)
  }
  const asker = <S extends Surface>(askOf: (open: OpenAsking) => AskOf<S>): AskOf<S> => {
    return async (request, signal) => {
      const startedAt = performance.now()
      const told = (answer: Told): void => onAnswered?.(answer, (performance.now() - startedAt) / 1000)
      const opening = opened.get()
      try {
        const answer = await keep(opening.then((open) => askOf(open)(request, signal)))
        failing.isOver()
        told(answer.kind)
        return answer
      } catch (error) {
        failing.begins(error)
        told('failed')
        if (isQueueGone(error)) startAnew(opening)
        throw error
      }
    }
  }

  return {
    askOfClient: asker((open) => open.askOfClient),
    askOfCaller: asker((open) => open.askOfCaller),
    approvals: async () => (await opened.get()).approvals,
    finish: async (id, result) => {
      try {
        await keep(opened.get().then(({ approvals }) => approvals.finish(id, result)))
      } catch (error) {
        failing.begins(error)
        throw error
      }
    },
    begin: () => {
      if (asking.page !== undefined && opened.begun() === undefined) void opened.get().catch(failing.begins)
    },
    urlOf: (id) => urlOf(id),
    waiting: async () => {
      const open = await opened.begun()
      return (await open?.approvals.list({ states: ['pending'] }))?.length
    },
    look: () =>
      whyNot('the queue cannot be had', async () => {
        const open = await opened.begun()
        if (open !== undefined) return open.approvals.list({ limit: 1 })
        const { lookAtQueue } = await import('./look-at-queue.ts')
        return lookAtQueue(asking.queue)
      }),
    close: async () => {
      const opening = opened.end()
      const closing = Promise.allSettled(running).then(async () => (await opening)?.close())
      await within(CLOSE_MS_MAX, closing).catch(failing.begins)
    },
  }
}

/** Tells once that nobody can be asked, and again only after somebody could. */
function failureTeller(tell: Tell, onFailed: (() => void) | undefined) {
  let isFailing = false
  return {
    begins: (error: unknown): void => {
      onFailed?.()
      if (isFailing) return
      isFailing = true
      tell({
        severity: 'error',
        text: `nobody can be asked, so calls that need approval are denied: ${whyOf(error)}`,
      })
    },
    isOver: (): void => {
      isFailing = false
    },
  }
}
