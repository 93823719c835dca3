import type { Approvals, Approver, DecisionDraft, EditJudge, HeldRequest } from '@kvlar/approvals'
import { confirmWord, fieldText, openFields } from '@kvlar/approvals/view'
import { readJson, visibleText } from '@kvlar/core'
import { decidedText, decideShown } from '../approvals/decide-at-terminal.ts'
import { riskOf } from '../approvals/request-text.ts'
import { RefusedError } from '../refused-error.ts'
import { askLine, askYes, type Asking } from './ask-line.ts'

/** Who reviews, in which queue, at which terminal. */
export interface Reviewing extends Asking {
  readonly approvals: Approvals
  readonly approver: Approver
  /** Judges edited calls; nothing can be edited when absent. */
  readonly judge?: EditJudge
}

/** What a key did: `done` when the request is no longer this person's to decide. */
export type Acted = 'done' | 'stay'

/** Approves, with everything that its risk asks for in addition. */
export async function approveShown(
  request: HeldRequest,
  reviewing: Reviewing,
  grant: Pick<DecisionDraft, 'grant' | 'isGeneral'> = {},
): Promise<Acted> {
  if (!(await isConfirmed(request, reviewing))) return 'stay'
  return decided(request, reviewing, { verdict: 'approve', ...grant })
}

/** Approves, and lets the same call need nobody again for a while. */
export async function approveWithGrant(request: HeldRequest, reviewing: Reviewing): Promise<Acted> {
  const grants = grantsOf(request)
  const question = `good for ${grants.map((grant, at) => `${at + 1} = ${grant}`).join(', ')}; number:`
  const grant = grants[Number((await askLine(question, reviewing)) ?? 0) - 1]
  if (grant === undefined) return 'stay'
  const isGeneral = await isForLikeCalls(request, reviewing)
  return approveShown(request, reviewing, { grant, ...(isGeneral && { isGeneral }) })
}

/** INVARIANT: nothing is left open that the reviewer has not seen. */
async function isForLikeCalls({ call, redactFields }: HeldRequest, reviewing: Reviewing): Promise<boolean> {
  const open = openFields(call.args, redactFields).map(fieldText)
  return (
    open.length > 0 && askYes(`also calls that differ only in ${visibleText(open.join(', '))}?`, reviewing)
  )
}

/** What the rule lets a reviewer grant beyond this one call. */
export function grantsOf({ terms, rule }: HeldRequest): readonly string[] {
  return rule.riskLevel === 'critical' ? [] : terms.grants.filter((grant) => grant !== 'once')
}

export async function denyShown(request: HeldRequest, reviewing: Reviewing): Promise<Acted> {
  const question = request.terms.requireNote ? 'why not (needed):' : 'why not (enter for no reason):'
  const note = await askLine(question, reviewing)
  if (note === undefined) return 'stay'
  return decided(request, reviewing, { verdict: 'deny', ...(note.trim() !== '' && { note }) })
}

/** Approves another call in its place, as far as the rule lets reviewers edit it. */
export async function editShown(request: HeldRequest, reviewing: Reviewing): Promise<Acted> {
  const { approvals, approver, judge, screen } = reviewing
  if (judge === undefined) return 'stay'
  const path = await askLine(`field to change (${request.terms.editable.join(', ')}):`, reviewing)
  if (path === undefined || path === '') return 'stay'
  const text = await askLine('new value, as JSON:', reviewing)
  if (text === undefined) return 'stay'
  const read = readJson(text)
  if (!read.ok) {
    screen.say(`this is not JSON: ${read.refusal.message}`, 'bad')
    return 'stay'
  }
  if (!(await askYes(`approve the call with ${path} = ${text}?`, reviewing))) return 'stay'
  if (!(await isConfirmed(request, reviewing))) return 'stay'
  const draft: DecisionDraft = { verdict: 'approve', approver, digest: request.digest }
  const answer = await approvals.edit(request.id, { draft, edits: [{ path, value: read.value }], judge })
  if (answer.kind === 'refused') {
    screen.say(answer.message, 'bad')
    return 'stay'
  }
  screen.say(decidedText(answer.request, 'approve'), 'good')
  return 'done'
}

/** Shows the values that the policy hides, to those who may see them. */
export async function revealShown({ id }: HeldRequest, reviewing: Reviewing): Promise<Acted> {
  const { approvals, approver, screen } = reviewing
  if (!(await askYes('show the hidden values? It is recorded', reviewing))) return 'stay'
  const answer = await approvals.reveal(id, approver)
  if (answer.kind === 'refused') screen.say(answer.message, 'bad')
  else for (const line of JSON.stringify(answer.action.parameters, undefined, 2).split('\n')) screen.say(line)
  return 'stay'
}

/** A high risk asks again; a critical one wants what it is about typed. */
async function isConfirmed(request: HeldRequest, reviewing: Reviewing): Promise<boolean> {
  switch (riskOf(request)) {
    case 'low':
    case 'medium':
      return true
    case 'high':
      return askYes('high risk: approve it?', reviewing)
    case 'critical': {
      const word = confirmWord(request)
      if ((await askLine(`critical: type ${word} to approve:`, reviewing)) === word) return true
      reviewing.screen.say('that is not it; nothing was decided', 'warning')
      return false
    }
  }
}

async function decided(
  request: HeldRequest,
  { approvals, approver, screen }: Reviewing,
  draft: Omit<DecisionDraft, 'approver'>,
): Promise<Acted> {
  try {
    const after = await decideShown(approvals, request, { ...draft, approver })
    screen.say(decidedText(after, draft.verdict), draft.verdict === 'approve' ? 'good' : 'bad')
    return 'done'
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    screen.say(error.message, 'bad')
    return 'stay'
  }
}
