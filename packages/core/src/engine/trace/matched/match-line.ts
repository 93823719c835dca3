import type { TraceMatch } from '../../../decision.ts'
import { LIMITS } from '../../../limits.ts'

/** What the parts of a rule met, in one sentence of bounded length; undefined where it asks for nothing in particular. */
export function matchedText(matches: readonly TraceMatch[]): string | undefined {
  const telling = matches.filter(({ what, pattern, text }) => what !== 'resources' || pattern !== text)
  const lines = (telling.length === 0 ? matches : telling).map(matchLine)
  if (lines.length === 0) return undefined
  return boundedText(lines.join('; '))
}

/** One of them. */
export function matchLine({ what, field, operator, pattern, list, text, reads }: TraceMatch): string {
  const isNegated = /(?:^|\.)not(?:\.|$)/.test(what)
  const asked = [
    isNegated ? 'not' : '',
    field === undefined ? (operator === undefined ? what : '') : `\`${field}\``,
    operator ?? '',
    pattern === undefined ? '' : `\`${pattern}\``,
    list === undefined ? '' : `of ${list}`,
  ]
  const met =
    text === undefined || (field === undefined && text === pattern)
      ? ''
      : `: \`${text}\`${reads === undefined ? '' : `, read as \`${reads}\``}`
  return asked.filter((word) => word !== '').join(' ') + met
}

/** Cut to what the record and the card have room for. */
export function boundedText(sentence: string): string {
  if (sentence.length <= LIMITS.matchedCharsMax) return sentence
  const head = sentence.slice(0, LIMITS.matchedCharsMax - 1)
  return `${head.isWellFormed() ? head : head.slice(0, -1)}…`
}
