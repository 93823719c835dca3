import {
  openFields,
  type Approvals,
  type Approver,
  type DecisionDraft,
  type EditJudge,
  type HeldRequest,
} from '@kvlar/approvals'
import { readJson } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import { confirmWord } from '../../card/confirm-word.ts'
import { editableFields } from '../../card/editable-fields.ts'
import { riskOf } from '../../card/risk-of.ts'
import { fieldText } from '../../json/grant-json.ts'
import { decidedText, decideShown } from '../decide-shown.ts'
import { askLine, askYes, type Asking } from './ask-line.ts'

/** Who reviews, in which queue, at which terminal. */
export interface Reviewing extends Asking {
  readonly approvals: Approvals
  readonly approver: Approver
  /** Judges edited calls; nothing can be edited when absent. */
  readonly judge?: EditJudge
}

/** A request as it is shown, and the note that was written for the decision about it. */
export interface ShownHeld {
  readonly request: HeldRequest
  readonly note?: string
}

/** What a key did: `done` when the request is no longer this person's to decide. */
export type Acted = 'done' | 'stay'

/** Approves, with everything that its risk asks for in addition. */
export async function approveShown(
  shown: ShownHeld,
  reviewing: Reviewing,
  grant: Pick<DecisionDraft, 'grant' | 'isGeneral'> = {},
): Promise<Acted> {
  if (!(await isConfirmed(shown.request, reviewing))) return 'stay'
  return decided(shown, reviewing, { verdict: 'approve', ...grant })
}

/** Approves, and lets the same call need nobody again for a while. */
export async function approveWithGrant(shown: ShownHeld, reviewing: Reviewing): Promise<Acted> {
  const grants = grantsOf(shown.request)
  const question = `good for ${grants.map((grant, at) => `${at + 1} = ${grant}`).join(', ')}; number:`
  const grant = grants[Number((await askLine(question, reviewing)) ?? 0) - 1]
  if (grant === undefined) return 'stay'
  const isGeneral = await isForLikeCalls(shown.request, reviewing)
  return approveShown(shown, reviewing, { grant, ...(isGeneral && { isGeneral }) })
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

export async function denyShown(shown: ShownHeld, reviewing: Reviewing): Promise<Acted> {
  const { request, note: written } = shown
  const question = request.terms.requireNote ? 'why not (needed):' : 'why not (enter for no reason):'
  const note = written ?? (await askLine(question, reviewing))
  if (note === undefined) return 'stay'
  return decided({ request, ...(note.trim() !== '' && { note }) }, reviewing, { verdict: 'deny' })
}

/** Approves another call in its place, as far as the rule lets reviewers edit it. */
export async function editShown({ request, note }: ShownHeld, reviewing: Reviewing): Promise<Acted> {
  const { approvals, approver, judge, screen } = reviewing
  if (judge === undefined) return 'stay'
  const paths = editableFields(request).map(({ path }) => path)
  const path = await askLine(`field to change (${paths.join(', ')}):`, reviewing)
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
  const draft: DecisionDraft = {
    verdict: 'approve',
    approver,
    digest: request.digest,
    ...(note !== undefined && { note }),
  }
  const answer = await approvals.edit(request.id, { draft, edits: [{ path, value: read.value }], judge })
  if (answer.kind === 'refused') {
    screen.say(answer.message, 'bad')
    return 'stay'
  }
  screen.say(decidedText(answer.request, 'approve'), 'good')
  return 'done'
}

/** Shows the values that the policy hides, to those who may see them. */
export async function revealShown({ request }: ShownHeld, reviewing: Reviewing): Promise<Acted> {
  const { approvals, approver, screen } = reviewing
  if (!(await askYes('show the hidden values? It is recorded', reviewing))) return 'stay'
  const answer = await approvals.reveal(request.id, approver)
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
  { request, note }: ShownHeld,
  { approvals, approver, screen }: Reviewing,
  what: Pick<DecisionDraft, 'verdict' | 'grant' | 'isGeneral'>,
): Promise<Acted> {
  const draft = { ...what, approver, ...(note !== undefined && { note }) }
  const answer = await decideShown(approvals, request, draft)
  if (answer.kind === 'refused') {
    screen.say(answer.message, 'bad')
    return 'stay'
  }
  screen.say(decidedText(answer.request, what.verdict), what.verdict === 'approve' ? 'good' : 'bad')
  return 'done'
}
