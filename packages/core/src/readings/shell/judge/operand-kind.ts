import { pathKind } from './path-kind.ts'
import { revisionKind } from './revision-kind.ts'
import { parseGlob } from '../../../match/glob.ts'
import { parseRegex } from '../../../match/regex.ts'
import { LIMITS } from '../../../limits.ts'
import type { OperandGrant } from '../grant/shell-grant.ts'

/** Why a word is not inside. `problem` holds no text of the command. */
export interface Miss {
  readonly problem: string
  /** The item of the grant that it met or missed. */
  readonly pattern?: string
}

/** What a word may be; `path` and `revision` name files. */
export interface OperandKind {
  readonly kind: 'text' | 'number' | 'path' | 'revision' | 'listed'
  /** Undefined when the word is inside. */
  readonly miss: (text: string) => Miss | undefined
}

export const TEXT_KIND: OperandKind = { kind: 'text', miss: () => undefined }

export const NUMBER_KIND: OperandKind = {
  kind: 'number',
  miss: (text) => (/^[0-9]{1,15}$/.test(text) ? undefined : { problem: 'a value that is not a number' }),
}

const NO_REGEX = { ok: false } as const

/** What the item of a grant means; `path` is what its word `path` stands for. */
export function operandKind(operand: OperandGrant, path: OperandKind): OperandKind {
  if (operand === 'text') return TEXT_KIND
  if (operand === 'number') return NUMBER_KIND
  if (operand === 'path') return path
  if (operand === 'revision') return revisionKind(path)
  if ('one_of' in operand) return listedKind(operand.one_of)
  return 'matches' in operand ? regexKind(operand.matches) : pathKind(operand)
}

/** What a wildcard of a list covers: programs read more into other characters, as `make` does into `x:=$(id)`. */
const PLAIN = /^[A-Za-z0-9_./:-]*$/

export function listedKind(patterns: readonly string[]): OperandKind {
  const covers = patterns.map(coverOf)
  return {
    kind: 'listed',
    miss: (text) =>
      covers.some((isCovered) => isCovered(text))
        ? undefined
        : { problem: 'a word that is none of those that the grant lists' },
  }
}

/** A name means itself; of a pattern, what stands between its literal ends is made of plain characters. */
function coverOf(pattern: string): (text: string) => boolean {
  const read = parseGlob(pattern)
  if (!read.ok) return () => false
  const { glob } = read
  const { only, head, tail } = glob
  if (only !== undefined) return (text) => text === only
  return (text) => glob.test(text) && PLAIN.test(text.slice(head.length, text.length - tail.length))
}

/** No program means anything good by a control character in a word that a pattern is for. */
const CONTROL = /[\0-\x1f\x7f]/

function regexKind(source: string): OperandKind {
  // Alone as well: `a)|(b` would only parse between parentheses, and leave them.
  const read = parseRegex(source).ok ? parseRegex(`\\A(?:${source})\\z`) : NO_REGEX
  const covers = (text: string): boolean =>
    read.ok && text.length <= LIMITS.regexSubjectCharsMax && !CONTROL.test(text) && read.regex.test(text)
  return {
    kind: 'listed',
    miss: (text) =>
      covers(text)
        ? undefined
        : { problem: 'a word that the regular expression of the grant does not cover', pattern: source },
  }
}
