import { LIMITS } from '../../../limits.ts'
import type { SqlKind } from '../statement-kinds.ts'
import { IntoSelects } from './into-selects.ts'
import { FIRST_WORDS, HEAD_KINDS, isFirstWord, kindOfHead } from './statement-heads.ts'
import { textReadings, type TextWord } from './text-words.ts'

/** A cheap look before a text is cut into words. */
const FIRST_WORD = new RegExp(`(?:^|[^a-z_])(?:${FIRST_WORDS.join('|')})(?![a-z0-9_])`, 'i')

/** How a text begins that is SQL as a whole, though it is longer than is read. */
const LONG = new RegExp(
  `^[\\s\\p{Cf}]*(?:/\\*|--|[;(#]|(?:with|explain|begin|${FIRST_WORDS.join('|')})\\b)`,
  'iu',
)

/** Words after which a statement begins within another one. */
const BEFORE: ReadonlySet<string> = new Set(
  'explain analyze analyse verbose as begin then else go instead also transaction tran'.split(' '),
)
const SIGNS_BEFORE: ReadonlySet<string> = new Set([';', '(', ')'])

/** Words that begin a text of statements, so that one can begin at any place: T-SQL needs no semicolon. */
const STARTERS: ReadonlySet<string> = new Set(
  'select with explain analyze analyse profile values table show set use declare if while begin exec execute print'.split(
    ' ',
  ),
)
/** Reserved everywhere, and before no statement: they make a sentence of what follows. */
const JOINS: ReadonlySet<string> = new Set('and or not to on for in from where'.split(' '))

/** Words of a head that are looked at. */
const HEAD_WORDS = 40

/** The kinds of the statements that begin in a text, in any way that a database could cut it into words. */
export function kindsWithin(source: string): ReadonlySet<SqlKind> {
  const found = new Set<SqlKind>()
  if (!FIRST_WORD.test(source)) return found
  if (source.length > LIMITS.sqlCharsMax) return LONG.test(source) ? HEAD_KINDS : found
  for (const words of textReadings(source)) addKinds(words, found)
  return found
}

function addKinds(words: readonly TextWord[], found: Set<SqlKind>): void {
  const start = words.find(({ text }) => !SIGNS_BEFORE.has(text))
  const isAnywhere = start?.isWord === true && STARTERS.has(start.text)
  const selects = new IntoSelects()
  for (const [at, word] of words.entries()) {
    const begins = isBegin(words[at - 1], isAnywhere)
    if (selects.take(word, words[at + 1], begins)) found.add('create')
    if (!begins || !word.isWord || !isFirstWord(word.text)) continue
    const kind = kindOfHead(word.text, headAt(words, at))
    if (kind !== undefined) found.add(kind)
  }
}

function isBegin(before: TextWord | undefined, isAnywhere: boolean): boolean {
  if (before === undefined) return true
  if (!before.isWord) return isAnywhere ? before.text !== '.' : SIGNS_BEFORE.has(before.text)
  return isAnywhere ? !JOINS.has(before.text) : BEFORE.has(before.text)
}

function headAt(words: readonly TextWord[], at: number): string {
  return words
    .slice(at, at + HEAD_WORDS)
    .map(({ text }) => text)
    .join(' ')
}
