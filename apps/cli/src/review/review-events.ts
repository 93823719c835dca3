import type { Approvals } from '@kvlar/approvals'
import { stopSignal } from '../approvals/stop-signal.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { StoppedError } from '../stopped-error.ts'

/** What a review waits for. */
export type ReviewEvent =
  /** What was typed: one character, or several that arrived at once; when, by the clock of `performance.now`. */
  | { readonly kind: 'typed'; readonly text: string; readonly atMs: number }
  /** The queue has changed, by whoever's doing. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'resized' }
  /** A second has passed. */
  | { readonly kind: 'tick' }

/** Everything that happens to a review, in order. The terminal is in raw mode until it is closed. */
export interface ReviewEvents {
  /** @throws StoppedError when it is interrupted or told to end */
  next(): Promise<ReviewEvent>
  /** Forgets what was typed before something new was shown: it was not meant for that. */
  forgetTyped(): void
  close(): void
}

const INTERRUPT = '\u0003'
const TICK_MS = 1000

/** Takes the terminal over. @throws ApprovalsError when the queue cannot be followed */
export async function openReviewEvents(approvals: Approvals): Promise<ReviewEvents> {
  const { stdin, stdout } = process
  let events: ReviewEvent[] = []
  let stopped: StoppedError | undefined
  let wake = (): void => {}
  const add = (event: ReviewEvent): void => {
    events.push(event)
    wake()
  }
  const stop = (exit: number): void => {
    stopped ??= new StoppedError(exit)
    wake()
  }
  const onTyped = (chunk: string): void => {
    if (chunk.includes(INTERRUPT)) stop(EXIT_CODES.interrupted)
    else add({ kind: 'typed', text: chunk, atMs: performance.now() })
  }
  const onEnd = (): void => stop(EXIT_CODES.ok)
  const onResize = (): void => add({ kind: 'resized' })

  const unsubscribe = await approvals.subscribe(() => add({ kind: 'changed' }))
  const timer = setInterval(() => add({ kind: 'tick' }), TICK_MS)
  const signals = stopSignal()
  void signals.exit.then(stop)
  stdout.on('resize', onResize)
  stdin.setEncoding('utf8').on('data', onTyped).on('end', onEnd)
  stdin.setRawMode(true)

  return {
    next: async () => {
      for (;;) {
        if (stopped !== undefined) throw stopped
        const event = events.shift()
        if (event !== undefined) return event
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    forgetTyped: () => {
      events = events.filter(({ kind }) => kind !== 'typed')
    },
    close: () => {
      unsubscribe()
      clearInterval(timer)
      signals.forget()
      stdout.removeListener('resize', onResize)
      stdin.removeListener('data', onTyped).removeListener('end', onEnd)
      stdin.setRawMode(false)
      stdin.pause()
    },
  }
}
