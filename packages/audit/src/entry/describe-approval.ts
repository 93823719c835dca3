import { visibleText } from '@kvlar/core/text'
import type { ApprovalBody } from './entry.ts'

/** How a word of an entry is meant; whoever shows it gives it a colour, or none. */
export type Paint = (tone: 'good' | 'bad' | 'warning', text: string) => string

/** Enough of an approval's id to tell it from others, and to name it to `kvlar approvals show`. */
const ID_CHARS = 12

/** What each step is called; others are told by their own name. */
const STEPS: ReadonlyMap<string, string> = new Map([
  ['requested', 'asked about'],
  ['joined', 'asked again about'],
  ['notified', 'told people of'],
  ['viewed', 'seen'],
  ['escalated', 'asked more people about'],
  ['consumed', 'used up for'],
  ['finished', 'ended'],
  ['grant_created', 'a grant was given for'],
  ['grant_used', 'a grant answered'],
  ['grant_revoked', 'a grant was revoked for'],
])

/** A step of an approval: what was done, by whom, about what. */
export function describeApproval(
  { approval_id: id, step, by, detail = {} }: ApprovalBody,
  paint: Paint,
): string {
  const text = (name: string): string => (typeof detail[name] === 'string' ? detail[name] : '')
  const server = text('server') === '' ? '' : ` on ${text('server')}`
  const what = text('resource') === '' ? '' : ` ${text('resource')}${server}`
  const who = by === undefined || by === '' ? '' : ` by ${by}`
  const state = step === 'finished' ? ` ${text('state')}` : ''
  const note = text('note') === '' ? '' : `: ${text('note')}`
  return `${verb(step, text('verdict'), paint)}${visibleText(`${what}${state}${who}${note} (${id.slice(0, ID_CHARS)})`)}`
}

function verb(step: string, verdict: string, paint: Paint): string {
  if (step === 'decided' && verdict === 'approve') return paint('good', 'approved')
  if (step === 'decided' && verdict === 'deny') return paint('bad', 'denied')
  return STEPS.get(step) ?? visibleText(step.replaceAll('_', ' '))
}
