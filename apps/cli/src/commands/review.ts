import type { HeldRequest } from '@kvlar/approvals'
import { plural } from '@kvlar/core'
import { editJudgeOf } from '@kvlar/runtime/approvals'
import { openQueue } from '../approvals/open-queue.ts'
import { approversFile, reviewerIdentity } from '../approvals/reviewer-identity.ts'
import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import type { Reviewing } from '../review/review-actions.ts'
import { openReviewEvents } from '../review/review-events.ts'
import { reviewRequest } from '../review/review-request.ts'
import { reviewScreen } from '../review/review-screen.ts'
import type { reviewSpec } from '../specs/review.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Decides what waits, one request after the other. */
export async function run({ flags }: Input<typeof reviewSpec>, { out, err }: Terminal): Promise<ExitCode> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(
      '`kvlar review` needs a terminal to show requests and to be answered',
      'decide with `kvlar approvals approve ID` and `kvlar approvals deny ID`',
    )
  const judge = editJudgeOf(flags.policy)
  const approver = await reviewerIdentity(approversFile(flags.approvers))
  const { approvals, close } = await openQueue(flags, { err, make: true })
  try {
    const stopSweeping = approvals.startSweeping()
    const events = await openReviewEvents(approvals)
    const screen = reviewScreen(out)
    try {
      return await reviewAll({ approvals, approver, events, screen, ...(judge && { judge }) })
    } finally {
      screen.clearStatus()
      events.close()
      stopSweeping()
    }
  } finally {
    await close()
  }
}

async function reviewAll(reviewing: Reviewing): Promise<ExitCode> {
  const { screen, approver } = reviewing
  const skipped = new Set<string>()
  screen.say(`you are ${approver.id}`, 'quiet')
  for (;;) {
    const request = await nextRequest(reviewing, skipped)
    if (request === undefined) return EXIT_CODES.ok
    const reviewed = await reviewRequest(request, reviewing)
    if (reviewed === 'quit') return EXIT_CODES.ok
    if (reviewed !== 'moved') skipped.add(request.id)
  }
}

/** The oldest request that waits and was neither decided nor skipped here; undefined when the person leaves. */
async function nextRequest(
  { approvals, events, screen }: Reviewing,
  skipped: Set<string>,
): Promise<HeldRequest | undefined> {
  for (;;) {
    const pending = (await approvals.list({ states: ['pending'] })).toReversed()
    const request = pending.find(({ id }) => !skipped.has(id))
    if (request !== undefined) return request
    const again =
      pending.length === 0
        ? ''
        : `; ${plural(pending.length, 'request')} skipped or waiting for others, n to see again`
    screen.status(`nothing waits for you${again}; q to quit`)
    const event = await events.next()
    if (event.kind !== 'typed') continue
    if (event.text === 'q' || event.text === '\u0004') return undefined
    if (event.text === 'n') skipped.clear()
  }
}
