import type { ShellScan } from './shell-scan.ts'

const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f]/
/** What means something between double quotes. */
const LIVE = /[\\$`!]/
/** An exclamation mark that an interactive shell takes for an earlier command. */
const HISTORY = /!(?![\s"]|$)/

/**
 * Reads the quotes, the expansion or the substitution that begins here; returns where it ends. Between quotes every
 * character means itself but controls, and in double quotes `$`, `` ` ``, `\` and `!`.
 */
export function readQuoted(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  const character = text.charAt(at)
  if (character === "'" || character === '"') return readBetween(scan, at, character)
  if (character === '`' || text.charAt(at + 1) === '(') return readSubstitution(scan, at)
  const isQuote = /['"]/.test(text.charAt(at + 1))
  doubts.add(isQuote ? 'ansi_quote' : 'expansion', at, at + 1)
  list.piece(character, at, { isLiteral: false })
  return at + 1
}

function readBetween(scan: ShellScan, at: number, quote: string): number {
  const { text, list, doubts } = scan
  const close = quote === "'" ? text.indexOf(quote, at + 1) : closingMark(text, at)
  const end = close < 0 ? text.length : close + 1
  const inner = text.slice(at + 1, close < 0 ? undefined : close)
  if (close < 0) doubts.add('unclosed', at, end)
  if (CONTROL.test(inner) || !inner.isWellFormed()) doubts.add('control', at, end)
  if (quote === "'" || !LIVE.test(inner)) list.piece(inner, at)
  else list.piece(inner.replace(/\\([\\"$`])/g, '$1'), at, { isLiteral: isSettled(scan, inner, at + 1) })
  return end
}

/** Whether nothing between double quotes is expanded; doubts are noted. */
function isSettled({ doubts }: ShellScan, inner: string, start: number): boolean {
  if (HISTORY.test(inner)) doubts.add('history', start, start + inner.length)
  let settled = true
  for (const { 0: found, index } of inner.matchAll(/\\[\s\S]|[$`]/g)) {
    const at = start + index
    if (found === '\\\n') doubts.add('continuation', at, at + 2)
    // A dollar that the quote follows means itself.
    if (found.startsWith('\\') || (found === '$' && index + 1 === inner.length)) continue
    settled = false
    const isSubstitution = found === '`' || inner.charAt(index + 1) === '('
    doubts.add(isSubstitution ? 'substitution' : 'expansion', at, at + 1)
  }
  return settled
}

/** Takes a substitution into the word as it stands, so that people see it. */
export function readSubstitution(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  const close = text.charAt(at) === '`' ? closingMark(text, at) : closingParenthesis(text, at + 1)
  const end = close < 0 ? text.length : close + 1
  doubts.add('substitution', at, end)
  list.piece(text.slice(at, end), at, { isLiteral: false })
  return end
}

/** Where the mark that opens here stands again without a backslash before it; -1 when nowhere. */
function closingMark(text: string, open: number): number {
  const mark = text.charAt(open)
  for (let at = open + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === mark) return at
  }
  return -1
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text.charAt(at) === '(') depth += 1
    else if (text.charAt(at) === ')' && (depth -= 1) === 0) return at
  }
  return -1
}
