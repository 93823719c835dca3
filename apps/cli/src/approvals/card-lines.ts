import { approvals, approverPool, type HeldRequest } from '@kvlar/approvals'
import {
  confirmWord,
  durationText,
  fieldText,
  headline,
  openFields,
  type History,
  type Rendering,
} from '@kvlar/approvals/view'
import type { Tone } from '../terminal.ts'
import { argumentLines, wordsLines } from './argument-lines.ts'
import { factLines, quotedLines, textLines, type CardLine } from './card-line.ts'
import { endText, RISK_TONES, riskOf, stateText } from './request-text.ts'

export interface CardContext {
  readonly nowMs: number
  /** Columns of the terminal. */
  readonly width: number
  readonly renderings: readonly Rendering[]
  readonly history: History
}

/** Everything a reviewer needs for one decision, in the order in which it matters. */
export function cardLines(request: HeldRequest, context: CardContext): readonly CardLine[] {
  const { width, nowMs } = context
  const words = wordsLines(request, width)
  return [
    ...headLines(request, context),
    ...context.renderings.flatMap((one) => renderingLines(one, width)),
    ...textLines(`arguments of ${request.call.resource}`, { width, indent: '', tone: 'heading' }),
    ...argumentLines(request, width),
    ...openLines(request, width),
    ...changeLines(request, width),
    ...whoLines(request, context),
    ...decisionLines(request, width),
    ...(words.length === 0
      ? []
      : [{ text: 'written by the agent, unverified', tone: 'heading' } as const, ...words]),
    ...factLines('request', request.id, { width, tone: 'quiet' }),
    ...factLines('clock', endText(request, nowMs), { width }),
  ]
}

function headLines(request: HeldRequest, { width }: CardContext): readonly CardLine[] {
  const { call, rule, policyDigest } = request
  const { verb, subject } = headline(call)
  const risk = riskOf(request)
  const { file, line } = rule.origin ?? {}
  const place = file === undefined ? '' : `  ${file}:${line}`
  return [
    ...textLines(subject === undefined ? verb : `${verb}  ${subject}`, {
      width,
      indent: '',
      tone: 'heading',
    }),
    ...textLines(`${risk} risk, ${stateText(request)}`, { width, tone: RISK_TONES[risk] }),
    ...factLines('why', rule.reason, { width }),
    ...(rule.matched === undefined ? [] : factLines('matched', rule.matched, { width })),
    ...factLines('rule', `${rule.id}${place}  policy ${policyDigest.slice(0, 19)}`, { width }),
    ...(risk === 'critical' ? factLines('confirm', confirmWord(request), { width }) : []),
  ]
}

const FACT_TONES: Readonly<Record<'plain' | 'warn' | 'danger', Tone | undefined>> = {
  plain: undefined,
  warn: 'warning',
  danger: 'bad',
}

const SIGNS = { same: ' ', added: '+', removed: '-', skipped: '~' } as const
const SIGN_TONES = { same: undefined, added: 'good', removed: 'bad', skipped: 'quiet' } as const

/** What our own readers see in the arguments. */
function renderingLines({ kind, facts, lines = [] }: Rendering, width: number): readonly CardLine[] {
  return [
    ...textLines(kind, { width, indent: '', tone: 'heading' }),
    ...facts.flatMap(({ label, value, tone }) => factLines(label, value, styled(width, FACT_TONES[tone]))),
    ...lines.flatMap((one) =>
      textLines(one.text, { ...styled(width, SIGN_TONES[one.kind]), indent: `  ${SIGNS[one.kind]} ` }),
    ),
  ]
}

function styled(width: number, tone: Tone | undefined): { readonly width: number; readonly tone?: Tone } {
  return { width, ...(tone !== undefined && { tone }) }
}

/** What a grant for like calls would leave open. */
function openLines({ call, terms, redactFields }: HeldRequest, width: number): readonly CardLine[] {
  if (terms.grants.every((grant) => grant === 'once')) return []
  const open = openFields(call.args, redactFields)
  return open.flatMap((field) => factLines('may differ', fieldText(field), { width }))
}

function changeLines({ changes = [], editOf }: HeldRequest, width: number): readonly CardLine[] {
  if (changes.length === 0) return []
  const what = editOf === undefined ? 'a reviewer made another call of it' : 'edited by a reviewer'
  return [
    { text: what, tone: 'heading' },
    ...changes.flatMap(({ path, before, after }) => [
      ...textLines(path, { width, tone: 'name' }),
      ...textLines(JSON.stringify(before), { width, indent: '  - ', tone: 'bad' }),
      ...textLines(JSON.stringify(after), { width, indent: '  + ', tone: 'good' }),
    ]),
  ]
}

function whoLines(request: HeldRequest, { width, nowMs, history }: CardContext): readonly CardLine[] {
  const { call, sessionId, terms } = request
  const pool = approverPool(request, nowMs)
  const people = pool.length === 0 ? 'any reviewer' : pool.join(', ')
  const style = { width }
  return [
    { text: 'who', tone: 'heading' },
    ...factLines('agent', call.agentId, style),
    ...factLines('for', `${call.principal.id} (${call.principal.kind})`, style),
    ...(call.server === undefined ? [] : factLines('server', call.server, style)),
    ...factLines('session', sessionId, style),
    ...factLines(
      'tool',
      definitionText(request, history),
      styled(width, history.isDefinitionChanged ? 'bad' : undefined),
    ),
    ...factLines('before', historyText(history, nowMs), style),
    ...factLines('approvals', `${approvals(request)} of ${terms.quorum} (${people})`, style),
  ]
}

function definitionText({ call }: HeldRequest, { isDefinitionChanged }: History): string {
  if (call.definition === undefined) return 'its definition was not seen'
  const changed = isDefinitionChanged ? ', changed since it was last approved' : ''
  return `definition ${call.definition.slice(0, 16)}${changed}`
}

function historyText({ approved, denied, last }: History, nowMs: number): string {
  if (last === undefined) return 'never asked before'
  const { verdict, by, atMs } = last
  return `approved ${approved}\u00d7, denied ${denied}\u00d7; last ${verdict} by ${by} ${durationText(nowMs - atMs)} ago`
}

function decisionLines({ decisions }: HeldRequest, width: number): readonly CardLine[] {
  if (decisions.length === 0) return []
  return [
    { text: 'decisions', tone: 'heading' },
    ...decisions.flatMap(({ approver, verdict, surface, authentication, note, grant, isBreakGlass }) => [
      ...textLines(
        `${approver} ${verdict === 'approve' ? 'approved' : 'denied'} (${surface}, ${authentication})${grant === undefined ? '' : `, granted ${grant}`}${isBreakGlass === true ? ', broke the glass' : ''}`,
        { width },
      ),
      ...(note === undefined ? [] : quotedLines(note, { width })),
    ]),
  ]
}
