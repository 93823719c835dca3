import type { FlagRule, GrantLevel } from './compiled-grant.ts'
import type { OperandKind } from './operand-kind.ts'

/** A value that a flag takes, and what it may be. */
export interface TakenValue {
  readonly flag: string
  readonly text: string
  readonly kind: OperandKind
  /** Whether it stands in a word of its own. */
  readonly isSpaced: boolean
}

/** A word that begins with a dash, read by the flags of a grant. */
export type ReadFlag =
  | {
      readonly ok: true
      readonly flags: readonly string[]
      readonly value?: TakenValue
      /** How many words it takes. */
      readonly length: 1 | 2
    }
  | { readonly ok: false; readonly problem: string }

const NOT_GRANTED: ReadFlag = { ok: false, problem: 'a flag that the grant does not name' }
const NO_VALUE: ReadFlag = { ok: false, problem: 'a flag whose value is missing or begins with a dash' }

/** Never an abbreviation: a long flag is exactly the one that the grant names. */
export function readFlag(level: GrantLevel, word: string, next: string | undefined): ReadFlag {
  const count = level.flags.get('-')
  if (count !== undefined && /^-[0-9]{1,15}$/.test(word)) return { ok: true, flags: ['-'], length: 1 }
  return word.startsWith('--') || level.isSingleDash
    ? readLong(level, word, next)
    : readCluster(level, word, next)
}

function readLong({ flags }: GrantLevel, word: string, next: string | undefined): ReadFlag {
  const end = word.indexOf('=')
  const name = end < 0 ? word : word.slice(0, end)
  const rule = flags.get(name)
  if (rule === undefined) return NOT_GRANTED
  if (end < 0) return withoutValue(rule, name, next)
  const kind = rule.equals
  if (kind === undefined) return NOT_GRANTED
  const value = { flag: name, text: word.slice(end + 1), kind, isSpaced: false }
  return { ok: true, flags: [name], value, length: 1 }
}

/** A flag with nothing more in its word: its value is the next word, or it has none. */
function withoutValue({ spaced, isBare }: FlagRule, name: string, next: string | undefined): ReadFlag {
  if (spaced === undefined) return isBare ? { ok: true, flags: [name], length: 1 } : NO_VALUE
  if (next === undefined || next.startsWith('-')) return NO_VALUE
  return {
    ok: true,
    flags: [name],
    value: { flag: name, text: next, kind: spaced, isSpaced: true },
    length: 2,
  }
}

/** Letters behind one dash, each a flag, until one takes the rest for its value (POSIX.1-2024, XBD 12.2). */
function readCluster({ flags }: GrantLevel, word: string, next: string | undefined): ReadFlag {
  const names: string[] = []
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word.charAt(at)}`
    const rule = flags.get(name)
    if (rule === undefined) return NOT_GRANTED
    names.push(name)
    const rest = word.slice(at + 1)
    if (rest === '' && rule.spaced !== undefined) {
      const read = withoutValue(rule, name, next)
      return read.ok ? { ...read, flags: names } : read
    }
    if (rest !== '' && rule.joined !== undefined) {
      // Some programs drop the `=`, others take it for a part of the value.
      if (rest.startsWith('=')) return NOT_GRANTED
      const value = { flag: name, text: rest, kind: rule.joined, isSpaced: false }
      return { ok: true, flags: names, value, length: 1 }
    }
    if (!rule.isBare) return NO_VALUE
  }
  return { ok: true, flags: names, length: 1 }
}
