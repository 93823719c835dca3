import type { ReadStream, WriteStream } from 'node:tty'
import type { Approvals } from '@kvlar/approvals'

/** What a review waits for. */
export type ReviewEvent =
  /** What was typed: one character, or several that arrived at once; when, by the clock of `performance.now`. */
  | { readonly kind: 'typed'; readonly text: string; readonly atMs: number }
  /** The queue has changed, by whoever's doing. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'resized' }
  /** A second has passed. */
  | { readonly kind: 'tick' }

/** Why a review ends before the person leaves it. */
export type ReviewStop = 'interrupted' | 'ended'

/** Thrown wherever a review waits, so that nothing it was about to do is done. */
export class ReviewStopped extends Error {
  readonly why: ReviewStop

  constructor(why: ReviewStop) {
    super(`the review was ${why}`)
    this.why = why
  }
}

/** Where a person sits. */
export interface ReviewTerminal {
  readonly input: ReadStream
  readonly output: WriteStream
  /** Resolves when the program is told to stop. */
  readonly stopped: Promise<ReviewStop>
}

/** Everything that happens to a review, in order. The terminal is in raw mode until it is closed. */
export interface ReviewEvents {
  /** @throws ReviewStopped when it is interrupted or told to end */
  next(): Promise<ReviewEvent>
  /** Forgets what was typed before something new was shown: it was not meant for that. */
  forgetTyped(): void
  close(): void
}

const INTERRUPT = '\u0003'
const TICK_MS = 1000

/** Takes the terminal over. @throws ApprovalsError when the queue cannot be followed */
export async function openReviewEvents(
  approvals: Approvals,
  { input, output, stopped }: ReviewTerminal,
): Promise<ReviewEvents> {
  let events: ReviewEvent[] = []
  let stop: ReviewStopped | undefined
  let wake = (): void => {}
  const add = (event: ReviewEvent): void => {
    events.push(event)
    wake()
  }
  const end = (why: ReviewStop): void => {
    stop ??= new ReviewStopped(why)
    wake()
  }
  const onTyped = (chunk: string): void => {
    if (chunk.includes(INTERRUPT)) end('interrupted')
    else add({ kind: 'typed', text: chunk, atMs: performance.now() })
  }
  const onEnd = (): void => end('ended')
  const onResize = (): void => add({ kind: 'resized' })

  const unsubscribe = await approvals.subscribe(() => add({ kind: 'changed' }))
  const timer = setInterval(() => add({ kind: 'tick' }), TICK_MS)
  void stopped.then(end)
  output.on('resize', onResize)
  input.setEncoding('utf8').on('data', onTyped).on('end', onEnd)
  input.setRawMode(true)

  return {
    next: async () => {
      for (;;) {
        if (stop !== undefined) throw stop
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
      output.removeListener('resize', onResize)
      input.removeListener('data', onTyped).removeListener('end', onEnd)
      input.setRawMode(false)
      input.pause()
    },
  }
}
