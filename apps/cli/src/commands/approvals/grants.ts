import type { Grant } from '@kvlar/approvals'
import { jsonLine, plural, visibleText } from '@kvlar/core/text'
import { durationText, fieldText, grantJson } from '@kvlar/reviewer'
import { shortIds } from '@kvlar/reviewer/terminal'
import { openIfAny } from '../../approvals/open-queue.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsGrantsSpec } from './grants-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Lists the grants that are good now. */
export async function run(
  { flags }: Input<typeof approvalsGrantsSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const approvals = await openIfAny(flags.db)
  if (approvals === undefined) {
    if (flags.json) out.line(jsonLine([]))
    else err.line('no grants: nobody was asked yet')
    return EXIT_CODES.ok
  }
  try {
    const grants = await approvals.grants()
    if (flags.json) {
      out.line(jsonLine(grants.map(grantJson)))
      return EXIT_CODES.ok
    }
    const idOf = shortIds(grants.map(({ id }) => id))
    for (const grant of grants) printGrant(grant, { id: idOf(grant.id), nowMs: approvals.now() }, out)
    err.line(plural(grants.length, 'grant'))
    return EXIT_CODES.ok
  } finally {
    await approvals.close()
  }
}

function printGrant(
  { resource, principal, sessionId, givenBy, uses, expiresAtMs, scope }: Grant,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
  page: Page,
): void {
  const session = sessionId === undefined ? '' : `, session ${sessionId}`
  const left = `${durationText(expiresAtMs - nowMs)} left, used ${uses}\u00d7`
  page.line(
    `${page.tone('name', id)}  ${visibleText(`${resource} for ${principal}${session}, given by ${givenBy}, ${left}`)}`,
  )
  const covers = scope.kind === 'exact' ? ['the same arguments only'] : scope.fields.map(fieldText)
  for (const text of covers) page.line(page.tone('quiet', `  ${visibleText(text)}`))
}
