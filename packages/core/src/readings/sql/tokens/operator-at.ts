import type { SqlLexis } from '../dialects.ts'
import { ASCII_CLASS, OPERATOR } from './ascii-class.ts'

const MINUS = 0x2d
const SLASH = 0x2f
const STAR = 0x2a
/** With one of these in it, a run of operator characters keeps `+` and `-` at its end (PostgreSQL, 4.1.3). */
const KEEPS_SIGN = /[~!@#%^&|?]/
const OPERATOR_CHARS_MAX = 3
/** A longer run of operator characters is no operator of anybody. */
const RUN_CHARS_MAX = 8

/** The operator that begins at a place, as the dialect cuts it; known or not. */
export function operatorAt(text: string, at: number, lexis: SqlLexis): string {
  if (ASCII_CLASS[text.charCodeAt(at + 1)] !== OPERATOR) return text.charAt(at)
  return lexis.runs ? operatorRun(text, at) : longestOperator(text.slice(at, at + OPERATOR_CHARS_MAX), lexis)
}

/** PostgreSQL takes all characters that stand together, up to a comment. */
function operatorRun(text: string, at: number): string {
  let end = at
  while (ASCII_CLASS[text.charCodeAt(end)] === OPERATOR && !beginsComment(text, end)) end += 1
  const run = text.slice(at, end)
  if (run.length > RUN_CHARS_MAX || KEEPS_SIGN.test(run)) return run
  return run.charAt(0) + run.slice(1).replace(/[+-]+$/, '')
}

/** Others take the longest operator that they know. */
function longestOperator(run: string, { operators }: SqlLexis): string {
  let text = run
  while (text.length > 1 && !operators.has(text)) text = text.slice(0, -1)
  return text
}

export function beginsComment(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit === MINUS) return text.charCodeAt(at + 1) === MINUS
  return unit === SLASH && text.charCodeAt(at + 1) === STAR
}
