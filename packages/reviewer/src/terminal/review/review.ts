import type { Approvals, Approver, EditJudge, HeldRequest } from '@kvlar/approvals'
import { requestSummary } from '../../card/request-summary.ts'
import { mostUrgentFirst } from '../../card/urgency.ts'
import type { Reviewing } from './review-actions.ts'
import { openReviewEvents, ReviewStopped, type ReviewStop, type ReviewTerminal } from './review-events.ts'
import { actOf, keyHelp } from './review-keys.ts'
import { reviewRequest } from './review-request.ts'
import { reviewScreen, type ReviewPage } from './review-screen.ts'

export interface ReviewOptions {
  readonly approvals: Approvals
  readonly approver: Approver
  /** Judges edited calls; nothing can be edited when absent. */
  readonly judge?: EditJudge
  readonly page: ReviewPage
  readonly terminal: ReviewTerminal
}

/**
 * Decides what waits at a terminal, one request after the other, the most urgent first.
 *
 * @returns how it ended: the person left, or it was stopped
 * @throws ApprovalsError when the queue cannot be read any more
 */
export async function review(options: ReviewOptions): Promise<'left' | ReviewStop> {
  const { approvals, approver, judge, page, terminal } = options
  const events = await openReviewEvents(approvals, terminal)
  const screen = reviewScreen(page, terminal.output)
  try {
    await reviewAll({ approvals, approver, events, screen, ...(judge && { judge }) })
    return 'left'
  } catch (error) {
    if (error instanceof ReviewStopped) return error.why
    throw error
  } finally {
    screen.clearStatus()
    events.close()
  }
}

async function reviewAll(reviewing: Reviewing): Promise<void> {
  const { approvals, screen, approver } = reviewing
  const left = new Set<string>()
  /** What was left lately, to go back to. */
  const trail: string[] = []
  screen.say(`you are ${approver.id}`, 'quiet')
  let request = await nextRequest(reviewing, left)
  while (request !== undefined) {
    const reviewed = await reviewRequest(request, reviewing)
    if (reviewed === 'quit') return
    if (reviewed !== 'moved') left.add(request.id)
    const back = reviewed === 'previous' ? await lastOf(trail, approvals) : undefined
    if (reviewed === 'previous' && back === undefined) screen.say('there is none before it', 'quiet')
    if (reviewed === 'next') trail.push(request.id)
    if (back !== undefined) left.delete(request.id)
    request = back ?? (reviewed === 'previous' ? request : await nextRequest(reviewing, left))
  }
}

/** The last one that was left and still waits. */
async function lastOf(trail: string[], approvals: Approvals): Promise<HeldRequest | undefined> {
  for (let id = trail.pop(); id !== undefined; id = trail.pop()) {
    const request = await approvals.get(id)
    if (request?.state === 'pending') return request
  }
  return undefined
}

/** The most urgent request that waits and was not left here; undefined when the person leaves. */
async function nextRequest(
  { approvals, events, screen }: Reviewing,
  left: Set<string>,
): Promise<HeldRequest | undefined> {
  for (;;) {
    const pending = await approvals.list({ states: ['pending'] })
    const summaries = mostUrgentFirst(pending.map(requestSummary), approvals.now())
    const next = summaries.find(({ id }) => !left.has(id))
    const request = pending.find(({ id }) => id === next?.id)
    if (request !== undefined) return request
    screen.status(`nothing waits for you${againText(pending.length)}; q to quit`)
    const event = await events.next()
    if (event.kind !== 'typed') continue
    const act = actOf(event.text)
    if (act === 'leave') return undefined
    if (act === 'next') left.clear()
    if (act === 'help') screen.lines(keyHelp())
  }
}

function againText(count: number): string {
  if (count === 0) return ''
  return `; ${count} ${count === 1 ? 'request' : 'requests'} left or waiting for others, j to see again`
}
