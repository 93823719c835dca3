import { LIMITS } from '../../../limits.ts'
import { CommandList } from './command-list.ts'
import type { DoubtList } from './doubt-list.ts'
import { readQuoted, readSubstitution } from './read-quoted.ts'
import type { ShellDoubtKind } from './shell-doubt.ts'
import type { ShellCommand } from './shell-reading.ts'
import { matchAt, type ShellScan } from './shell-scan.ts'

/** Characters that mean themselves in every shell, wherever they stand in a word. */
const PLAIN = asciiSet(/[A-Za-z0-9_.,/:+%@\]-]/)
/** Letters and digits of other scripts; every other character outside ASCII is in doubt unless it is quoted. */
const LETTERS = /[\p{L}\p{M}\p{N}]+/uy
/** Braces that no shell expands: without a comma or a range. */
const CLOSED_BRACES = /\{[A-Za-z0-9_-]*\}/y
/** `HEAD^`, `HEAD^2`: elsewhere cmd takes the caret for an escape, and other shells for more. */
const TRAILING_CARET = /\^+[0-9]*(?=[\s;&|<>~]|$)/y
/** Brackets that stand alone are names of programs and words of the grammar, no patterns. */
const LONE_BRACKET = /\[\[?(?=[ \t])/y
const CMD_VARIABLE = /%(?:[A-Z][A-Z0-9_]+|[A-Za-z_][A-Za-z0-9_]{2,})%/
const ESCAPABLE = /[ !-/:-@[-`{-~]/
const SEPARATOR = /&&|\|\||\|&|;;&?|;&|[;&|]/y
const REDIRECT = /<<<|<<-?|<>|<&|<|>>|>\||>&|>/y

/** Characters that only mean something where a word begins. */
const OPENING: Readonly<Record<string, ShellDoubtKind>> = {
  '~': 'tilde',
  '=': 'other_shell',
  '#': 'comment',
}

/** Splits a text at the characters that mean something to a shell, in one pass. */
export function scanCommands(text: string, doubts: DoubtList): readonly ShellCommand[] {
  const list = new CommandList(doubts)
  const scan: ShellScan = { text, list, doubts }
  let at = 0
  while (at < text.length && list.commands.length < LIMITS.shellCommandsMax) at = readNext(scan, at)
  if (at < text.length) doubts.add('too_long', at, text.length)
  list.endText(at)
  return list.commands
}

/** Reads what begins here; returns where the next thing begins. */
function readNext(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  let end = at
  while (PLAIN[text.charCodeAt(end)] === 1) end += 1
  if (end > at) {
    const plain = text.slice(at, end)
    if (plain.includes('%') && CMD_VARIABLE.test(plain)) doubts.add('other_shell', at, end)
    return take(scan, at, plain)
  }
  const character = text.charAt(at)
  switch (character) {
    case ' ':
    case '\t':
      list.endWord(at)
      return at + 1
    case '\n':
      list.endLine(at)
      return at + 1
    case ';':
    case '&':
    case '|':
      return readSeparator(scan, at)
    case '<':
    case '>':
      return readRedirect(scan, at)
    case "'":
    case '"':
    case '`':
    case '$':
      return readQuoted(scan, at)
    case '\\':
      return readEscape(scan, at)
    case '~':
    case '=':
    case '#':
      return readOpening(scan, at)
    case '{':
    case '}':
      return takeKnown(scan, at, { known: matchAt(scan, CLOSED_BRACES, at), kind: 'brace' })
    case '^':
      return takeKnown(scan, at, {
        known: list.isInWord ? matchAt(scan, TRAILING_CARET, at) : undefined,
        kind: 'other_shell',
      })
    case '[':
    case '*':
    case '?':
      return takeKnown(scan, at, {
        known: list.isInWord ? undefined : matchAt(scan, LONE_BRACKET, at),
        kind: 'glob',
      })
    case '!':
      return takeKnown(scan, at, { known: undefined, kind: 'history' })
    case '(':
    case ')':
      doubts.add('group', at, at + 1)
      list.endLine(at)
      return at + 1
    default:
      return readForeign(scan, at)
  }
}

function asciiSet(members: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (members.test(String.fromCharCode(code)) ? 1 : 0))
}

function take({ list }: ShellScan, at: number, piece: string): number {
  list.piece(piece, at, { isBare: true })
  return at + piece.length
}

/** Takes a piece whose meaning is known, or else one character with a doubt. */
function takeKnown(
  scan: ShellScan,
  at: number,
  { known, kind }: { readonly known: string | undefined; readonly kind: ShellDoubtKind },
): number {
  if (known !== undefined) return take(scan, at, known)
  scan.doubts.add(kind, at, at + 1)
  scan.list.piece(scan.text.charAt(at), at, { isBare: true, isLiteral: false })
  return at + 1
}

/** The characters that mean something where a word begins, and a tilde also behind `:` and `=`. */
function readOpening(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  const character = text.charAt(at)
  const kind = OPENING[character]
  const isOpening = !list.isInWord || (character === '~' && /[:=]/.test(text.charAt(at - 1)))
  if (!isOpening || kind === undefined) return take(scan, at, character)
  if (kind !== 'comment') return takeKnown(scan, at, { known: undefined, kind })
  const end = text.indexOf('\n', at)
  doubts.add(kind, at, end < 0 ? text.length : end)
  return end < 0 ? text.length : end
}

function readSeparator(scan: ShellScan, at: number): number {
  const { list, doubts } = scan
  const operator = matchAt(scan, SEPARATOR, at) ?? ''
  const end = at + operator.length
  switch (operator) {
    case '&&':
    case '||':
    case '|':
    case ';':
      list.separate(operator, at, end)
      return end
    case '&':
      doubts.add('background', at, end)
      list.separate(';', at, end)
      return end
    case '|&':
      doubts.add('redirect', at, end)
      list.separate('|', at, end)
      return end
    default:
      doubts.add('compound', at, end)
      list.separate(';', at, end)
      return end
  }
}

function readRedirect(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  const operator = matchAt(scan, REDIRECT, at) ?? ''
  const end = at + operator.length
  if (operator.length === 1 && text.charAt(end) === '(') return readSubstitution(scan, at)
  if (operator.startsWith('<<')) doubts.add('here_document', at, end)
  list.beginRedirect(operator, at, end)
  return end
}

/** A backslash before a blank or a punctuation mark means that character; before anything else it is in doubt. */
function readEscape({ text, list, doubts }: ShellScan, at: number): number {
  const escaped = text.charAt(at + 1)
  const end = Math.min(at + 2, text.length)
  if (!ESCAPABLE.test(escaped)) doubts.add(escaped === '\n' ? 'continuation' : 'escape', at, end)
  if (escaped !== '\n') list.piece(escaped, at)
  return end
}

function readForeign(scan: ShellScan, at: number): number {
  const { text, list, doubts } = scan
  const letters = matchAt(scan, LETTERS, at)
  if (letters !== undefined) return take(scan, at, letters)
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const end = at + character.length
  doubts.add(/[\p{Cc}\p{Cs}]/u.test(character) ? 'control' : 'foreign', at, end)
  // People should see a word end where some reader ends it.
  if (/\s/u.test(character)) list.endWord(at)
  else list.piece(character, at, { isLiteral: false })
  return end
}
