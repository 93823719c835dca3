import { jsonLine } from '@kvlar/core/text'
import { cardJson, requestJson } from '@kvlar/reviewer'
import { cardAtTerminal, shownCard } from '@kvlar/reviewer/terminal'
import { findRequest } from '../../approvals/find-by-id.ts'
import { openQueue } from '../../approvals/open-queue.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsShowSpec } from './show-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Shows one request whole. */
export async function run(
  { flags, operands: [named] }: Input<typeof approvalsShowSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { approvals, close } = await openQueue(flags, { err })
  try {
    const request = await findRequest(approvals, named)
    if (flags.json)
      out.line(
        jsonLine({ ...requestJson(request), card: cardJson(await cardAtTerminal(approvals, request)) }),
      )
    else
      for (const { text, tone } of await shownCard(approvals, request, { width: out.width }))
        out.line(tone === undefined ? text : out.tone(tone, text))
    return EXIT_CODES.ok
  } finally {
    await close()
  }
}
