import { REQUEST_STATES, type HeldRequest, type RequestState } from '@kvlar/approvals'
import { durationText, requestJson, STATUS_OF } from '@kvlar/approvals/view'
import { visibleText } from '@kvlar/core'
import { openExisting } from '../approvals/open-queue.ts'
import { headlineText, outcomeText, RISK_TONES, riskOf } from '../approvals/request-text.ts'
import { shortIds } from '../approvals/short-ids.ts'
import type { Input } from '../command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { jsonLine } from '../json-line.ts'
import { plural } from '../plural.ts'
import type { approvalsListSpec } from '../specs/approvals-list.ts'
import type { Page, Terminal } from '../terminal.ts'

type Status = Input<typeof approvalsListSpec>['flags']['status']

/** Lists requests: what waits with the oldest first, anything else with the newest. */
export async function run(
  { flags }: Input<typeof approvalsListSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const approvals = await openExisting(flags.db)
  try {
    const newest = await approvals.list({ states: statesOf(flags.status) })
    const requests = flags.status === 'pending' ? newest.toReversed() : newest
    if (flags.json) {
      out.line(jsonLine(requests.map(requestJson)))
      return EXIT_CODES.ok
    }
    const idOf = shortIds(requests.map(({ id }) => id))
    for (const request of requests)
      printRequest(request, { id: idOf(request.id), nowMs: approvals.now() }, out)
    const counted = plural(requests.length, 'request')
    err.line(flags.status === 'pending' ? `${counted} ${requests.length === 1 ? 'waits' : 'wait'}` : counted)
    return EXIT_CODES.ok
  } finally {
    await approvals.close()
  }
}

function statesOf(status: Status): readonly RequestState[] {
  return status === 'all' ? REQUEST_STATES : REQUEST_STATES.filter((state) => STATUS_OF[state] === status)
}

function printRequest(
  request: HeldRequest,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
  page: Page,
): void {
  const { call, rule, state, expiresAtMs } = request
  const risk = riskOf(request)
  const left = state === 'pending' ? `${durationText(expiresAtMs - nowMs)} left` : outcomeText(request)
  const who = visibleText(`for ${call.agentId} by ${rule.id}, ${left}`)
  const what = visibleText(headlineText(request))
  page.line(
    `${page.tone('name', id)}  ${page.tone(RISK_TONES[risk], risk)}  ${what}  ${page.tone('quiet', who)}`,
  )
}
