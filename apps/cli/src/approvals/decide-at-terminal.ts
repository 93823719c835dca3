import type { DecisionDraft, HeldRequest } from '@kvlar/approvals'
import { jsonLine, visibleText } from '@kvlar/core/text'
import { confirmWord, requestJson, riskOf } from '@kvlar/reviewer'
import { decidedText, decideShown, type Decided } from '@kvlar/reviewer/terminal'
import { EXIT_CODES, type ExitCode } from '../failures/exit-codes.ts'
import { RefusedError } from '../failures/refused-error.ts'
import type { Page, Terminal } from '../terminal/terminal.ts'
import { findRequest } from './find-by-id.ts'
import { openQueue, type QueueFlags } from './open-queue.ts'
import { approversFile, reviewerIdentity } from './reviewer-identity.ts'

/** The flags that every command has that decides one request. */
export interface DecisionFlags extends QueueFlags {
  readonly note: string | undefined
  readonly approvers: string | undefined
  readonly json: boolean
}

/** What is decided; who decides is found out here. */
export interface TerminalDecision extends Pick<DecisionDraft, 'verdict' | 'grant' | 'isGeneral'> {
  readonly named: string | undefined
  /** What was typed to confirm a critical call. */
  readonly confirm?: string
}

/** Decides one request that a command line names. @throws RefusedError when the decision does not count */
export async function decideAtTerminal(
  { named, confirm, ...what }: TerminalDecision,
  flags: DecisionFlags,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { approvals, close } = await openQueue(flags, { err })
  try {
    const request = await findRequest(approvals, named)
    const approver = await reviewerIdentity(approversFile(flags.approvers))
    if (what.verdict === 'approve' && request.state === 'pending') checkConfirmed(request, confirm)
    const note = flags.note === undefined ? {} : { note: flags.note }
    const decided = requestOf(await decideShown(approvals, request, { ...what, approver, ...note }))
    if (flags.json) out.line(jsonLine(requestJson(decided)))
    else printDecided(decided, what.verdict, out)
    return EXIT_CODES.ok
  } finally {
    await close()
  }
}

function requestOf(decided: Decided): HeldRequest {
  if (decided.kind === 'decided') return decided.request
  throw new RefusedError(decided.code, decided.message, HELP.get(decided.code))
}

const HELP: ReadonlyMap<string, string> = new Map([
  ['NOTE_REQUIRED', 'say why with `--note TEXT`'],
  ['GRANT_NOT_ALLOWED', '`kvlar approvals show --json` lists what the rule lets reviewers grant'],
])

function checkConfirmed(request: HeldRequest, confirm: string | undefined): void {
  if (riskOf(request) !== 'critical' || confirm === confirmWord(request)) return
  throw new RefusedError(
    'CONFIRMATION_NEEDED',
    'a critical call is approved only by somebody who names its target; nothing was decided',
    `read \`kvlar approvals show ${request.id}\`, then add \`--confirm TEXT\``,
  )
}

function printDecided(request: HeldRequest, verdict: DecisionDraft['verdict'], page: Page): void {
  page.line(visibleText(decidedText(request, verdict)))
}
