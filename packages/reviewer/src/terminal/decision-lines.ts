import { basename } from 'node:path'
import { matchLine, type Action, type Decision, type Policy, type TraceStep } from '@kvlar/core'
import { visibleText, wrapText } from '@kvlar/core/text'
import { EFFECT_TONES } from './effect-tones.ts'
import type { Tone } from './tone.ts'

/** What was decided on, and by which policies. */
export interface DecidedAction {
  readonly action: Action
  readonly policies: readonly Policy[]
  /** Digest of the policies together, as the audit record names it. */
  readonly digest: string
}

const WORDS = { allow: 'ALLOW', deny: 'DENY', require_approval: 'REQUIRE APPROVAL' } as const

/** A longer rule id or file name pushes what follows to the right. */
const COLUMN_CHARS_MAX = 40

/** Where lines are shown: how wide it is, and what colours it gives to tones. */
export interface LinePage {
  readonly width: number
  tone(tone: Tone, text: string): string
}

/** A decision for people: what, why, and with a trace what every rule said. */
export function decisionLines(
  decision: Decision,
  { action, policies, digest }: DecidedAction,
  page: LinePage,
): readonly string[] {
  const { outcome, ruleId, origin, reason, error, riskLevel, trace } = decision
  const word = page.tone('heading', page.tone(EFFECT_TONES[outcome], WORDS[outcome]))
  const risk = riskLevel === undefined ? '' : page.tone('quiet', `  ${riskLevel} risk`)
  const files = policies.map(({ file }) => visibleText(file)).join(', ')
  return [
    `${word}  ${visibleText(action.resource)}${risk}`,
    `  rule    ${visibleText(ruleId)}${page.tone('quiet', place(origin))}`,
    `  reason  ${visibleText(reason)}`,
    ...(error === undefined ? [] : [`  error   ${visibleText(error)}`]),
    page.tone('quiet', `  policy  ${files}  ${digest.slice(0, 19)}…`),
    ...(trace === undefined ? [] : traceLines(trace, page)),
  ]
}

function traceLines(trace: readonly TraceStep[], page: LinePage): readonly string[] {
  const decidedAt = trace.findIndex(({ matched }) => matched)
  const width = widest(trace.map(({ ruleId }) => visibleText(ruleId)))
  const placeWidth = widest(trace.map(({ origin }) => shortPlace(origin)))
  const indent = ' '.repeat(width + placeWidth + 8)
  const steps = trace.flatMap((step, at) => {
    const mark = at === decidedAt ? '→' : step.matched ? '+' : '·'
    const label = `${mark} ${visibleText(step.ruleId).padEnd(width)}`
    const where = shortPlace(step.origin).padEnd(placeWidth)
    const text = visibleText(`${verdict(step)}: ${step.detail ?? whatMatched(step)}`)
    const [first = '', ...more] = wrapText(text, Math.max(page.width - indent.length, 40))
    const tone = step.matched ? EFFECT_TONES[step.effect] : 'quiet'
    const head = `  ${page.tone(tone, label)}  ${page.tone('quiet', where)}  ${first}`
    return [head, ...more.map((line) => `${indent}${line}`)]
  })
  return ['', ...steps, page.tone('quiet', `  ${otherwise(trace.slice(decidedAt + 1), decidedAt)}`)]
}

/** The one pattern of each part of the rule, and what it met. */
function whatMatched({ matches = [] }: TraceStep): string {
  return matches.length === 0 ? 'every call' : matches.map(matchLine).join('; ')
}

/** What the deciding rule keeps from happening. */
function otherwise(later: readonly TraceStep[], decidedAt: number): string {
  if (decidedAt < 0) return 'no rule matches, and what no rule covers is denied'
  const next = later.find(({ matched }) => matched)
  return next === undefined
    ? 'without that rule: deny, as no other matches'
    : `without that rule: ${next.effect}, by ${visibleText(next.ruleId)}`
}

function verdict({ matched, truth, effect, part }: TraceStep): string {
  if (!matched) return truth === 'error' ? `not evaluable, so no match, ${part}` : `no, ${part}`
  return truth === 'error' ? `${effect}, as it cannot be evaluated, ${part}` : effect
}

const widest = (texts: readonly string[]): number =>
  Math.min(Math.max(0, ...texts.map(({ length }) => length)), COLUMN_CHARS_MAX)

/** Without its folders, which the line of the policy gives. */
function shortPlace({ file, line }: TraceStep['origin']): string {
  return visibleText(`${basename(file)}:${line}`)
}

function place(origin: Decision['origin']): string {
  if (origin === undefined) return ''
  const { file, line } = origin
  return visibleText(line > 0 ? `  ${file}:${line}` : `  ${file}`)
}
