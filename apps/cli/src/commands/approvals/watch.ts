import type { Approvals, HeldRequest } from '@kvlar/approvals'
import { jsonLine, visibleText } from '@kvlar/core/text'
import { requestJson, riskOf } from '@kvlar/reviewer'
import { headlineText, outcomeText, RISK_TONES } from '@kvlar/reviewer/terminal'
import { openQueue } from '../../approvals/open-queue.ts'
import { stopSignal } from '../../approvals/stop-signal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsWatchSpec } from './watch-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Requests of which is known what was shown last. */
const SEEN_MAX = 10_000

/** Shows what waits, and then every change, until somebody stops it or nobody reads on. */
export async function run(
  { flags }: Input<typeof approvalsWatchSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { approvals, close } = await openQueue(flags, { err, make: true })
  const stopped = stopSignal()
  const stopSweeping = approvals.startSweeping()
  try {
    const show = (request: HeldRequest): void =>
      print(request, { json: flags.json, nowMs: approvals.now(), out })
    const ended = follow(approvals, show, out)
    return await Promise.race([stopped.stopped.then(() => EXIT_CODES.ok), ended])
  } finally {
    stopped.forget()
    stopSweeping()
    await close()
  }
}

/** Resolves when nobody reads on. @throws ApprovalsError when the queue cannot be read any more */
async function follow(
  approvals: Approvals,
  show: (request: HeldRequest) => void,
  out: Page,
): Promise<ExitCode> {
  const changed: string[] = []
  let mustLookAtAll = true
  let wake = (): void => {}
  await approvals.subscribe((rows) => {
    if (rows === 'gap') mustLookAtAll = true
    else changed.push(...(rows ?? []).filter(({ kind }) => kind === 'request').map(({ id }) => id))
    wake()
  })
  const seen = new Map<string, string>()
  const look = async (id: string): Promise<void> => {
    const request = await approvals.get(id)
    if (request === undefined) return
    const now = `${request.state} ${request.decisions.length}`
    if (seen.get(id) !== now) show(request)
    seen.delete(id)
    seen.set(id, now)
    const [oldest = id] = seen.keys()
    if (seen.size > SEEN_MAX) seen.delete(oldest)
  }
  while (!out.isGone()) {
    if (mustLookAtAll) {
      mustLookAtAll = false
      const pending = await approvals.list({ states: ['pending'] })
      changed.unshift(...pending.toReversed().map(({ id }) => id))
    }
    const id = changed.shift()
    if (id !== undefined) await look(id)
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  return EXIT_CODES.ok
}

function print(
  request: HeldRequest,
  { json, nowMs, out }: { readonly json: boolean; readonly nowMs: number; readonly out: Page },
): void {
  const at = new Date(nowMs).toISOString()
  if (json) {
    out.line(jsonLine({ at, request: requestJson(request) }))
    return
  }
  const risk = riskOf(request)
  const who = request.state === 'pending' ? `waits, for ${request.call.agentId}` : outcomeText(request)
  const what = visibleText(`${headlineText(request)}  ${who}`)
  out.line(
    `${out.tone('quiet', at)}  ${out.tone('name', request.id)}  ${out.tone(RISK_TONES[risk], risk)}  ${what}`,
  )
}
