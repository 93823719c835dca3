import type { HeldRequest } from '@kvlar/approvals'
import { jsonLine, plural, visibleText } from '@kvlar/core/text'
import { durationText, mostUrgentFirst, requestJson, requestSummary, riskOf, statesOf } from '@kvlar/reviewer'
import { headlineText, outcomeText, RISK_TONES, shortIds } from '@kvlar/reviewer/terminal'
import { openIfAny } from '../../approvals/open-queue.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsListSpec } from './list-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Lists requests: what waits with the most urgent first, anything else with the newest. */
export async function run(
  { flags }: Input<typeof approvalsListSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const approvals = await openIfAny(flags.db)
  if (approvals === undefined) {
    if (flags.json) out.line(jsonLine([]))
    else err.line('nothing waits: nobody was asked yet')
    return EXIT_CODES.ok
  }
  try {
    const newest = await approvals.list({ states: statesOf(flags.status) })
    const requests = flags.status === 'pending' ? byUrgency(newest, approvals.now()) : newest
    if (flags.json) {
      out.line(jsonLine(requests.map(requestJson)))
      return EXIT_CODES.ok
    }
    const idOf = shortIds(requests.map(({ id }) => id))
    for (const request of requests)
      printRequest(request, { id: idOf(request.id), nowMs: approvals.now() }, out)
    err.line(countText(requests.length, flags.status === 'pending'))
    return EXIT_CODES.ok
  } finally {
    await approvals.close()
  }
}

function byUrgency(requests: readonly HeldRequest[], nowMs: number): readonly HeldRequest[] {
  const byId = new Map(requests.map((request) => [request.id, request]))
  return mostUrgentFirst(requests.map(requestSummary), nowMs).flatMap(({ id }) => byId.get(id) ?? [])
}

function countText(count: number, isWaiting: boolean): string {
  if (!isWaiting) return plural(count, 'request')
  return count === 0 ? 'nothing waits' : `${plural(count, 'request')} ${count === 1 ? 'waits' : 'wait'}`
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
