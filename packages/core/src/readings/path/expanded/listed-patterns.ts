import { commonName } from '../../../match/common-name.ts'
import { readTokens, type Token } from '../../../match/glob-tokens.ts'
import { spelledAlike } from '../../../match/spelled-alike.ts'
import { literalsOf, spelledOut } from './spelled-out.ts'
import type { WildcardWork } from './wildcard-work.ts'

/** Names of a list that have wildcards themselves, for what another name with wildcards has in common with them. */
export interface ListedPatterns {
  /** By the two characters that they begin with, or by one where a wildcard follows. */
  readonly byHead: ReadonlyMap<string, readonly ListedPattern[]>
  /** By each three characters in them, and by each two where there are few. */
  readonly byPiece: ReadonlyMap<string, readonly ListedPattern[]>
}

interface ListedPattern {
  readonly tokens: readonly Token[]
  /** What stands before the first wildcard. */
  readonly head: string
  /** What stands behind the last one. */
  readonly tail: string
  /** The same from its last dot on: very many files end so. */
  readonly ending: string
  /** How many characters it spells out. */
  readonly plain: number
  /** How many each of its names has at least. */
  readonly length: number
}

/** No file has a longer name. */
const TOKENS_MAX = 255
const TRIPLE = 3
const PAIR = 2
const FEW = 6

export function listedPatterns(texts: Iterable<string>): ListedPatterns {
  const byHead = new Map<string, ListedPattern[]>()
  const byPiece = new Map<string, ListedPattern[]>()
  for (const text of texts) {
    const pattern = listedPattern(text)
    if (pattern.head !== '') file(byHead, pattern.head.slice(0, 2), pattern)
    const size = pattern.plain < FEW ? PAIR : TRIPLE
    for (const piece of piecesOf(text, size)) file(byPiece, piece, pattern)
  }
  return { byHead, byPiece }
}

function listedPattern(text: string): ListedPattern {
  const tokens = tokensOf(text)
  const { plain, ones } = spelledOut(text)
  const literals = literalsOf(text)
  const [head = ''] = literals
  return { tokens, head, tail: literals.at(-1) ?? '', ending: endingOf(text), plain, length: plain + ones }
}

function endingOf(text: string): string {
  return /\.[^.*?[\]]*$/.exec(text)?.[0] ?? ''
}

function file<T>(drawer: Map<string, T[]>, key: string, item: T): void {
  const filed = drawer.get(key)
  if (filed === undefined) drawer.set(key, [item])
  else filed.push(item)
}

function tokensOf(text: string): readonly Token[] {
  const read = readTokens(text)
  return read.ok ? read.tokens : []
}

function piecesOf(text: string, size: number): ReadonlySet<string> {
  const found = new Set<string>()
  for (const run of literalsOf(text))
    for (let at = 0; at + size <= run.length; at += 1) found.add(run.slice(at, at + size))
  return found
}

/**
 * Names that both a folded name with wildcards and one of the list match: `.bash_h*` and `.*_history*` both mean
 * `.bash_history`. Nearly every two patterns have some name in common, so both must spell out some of it alike.
 *
 * @param isHeaded whether enough stands before the first wildcard to say that it does not mean every name
 */
export function* namesInCommon(
  folded: string,
  isHeaded: boolean,
  patterns: ListedPatterns,
  work: WildcardWork,
): Generator<string> {
  const likely = likelyFor(folded, isHeaded, patterns)
  const tokens = likely.length === 0 ? [] : tokensOf(folded)
  if (tokens.length === 0 || tokens.length > TOKENS_MAX) return
  work.left -= likely.length
  for (const pattern of likely) {
    const alike = spelledAlike(tokens, pattern.tokens)
    if (alike === undefined || !isEnough(alike, pattern, { folded, isHeaded })) continue
    const name = commonName(tokens, pattern.tokens)
    if (name !== undefined) yield name
  }
}

function likelyFor(
  folded: string,
  isHeaded: boolean,
  { byHead, byPiece }: ListedPatterns,
): readonly ListedPattern[] {
  const likely = new Set<ListedPattern>()
  const { plain, ones } = spelledOut(folded)
  const literals = literalsOf(folded)
  const [head = ''] = literals
  const tail = literals.at(-1) ?? ''
  // What two names have in common begins as both begin and ends as both end.
  const mayMeet = (one: ListedPattern): boolean => isBegun(head, one.head) && isEnded(tail, one.tail)
  const add = (found: readonly ListedPattern[] = []): void =>
    found.forEach((one) => mayMeet(one) && likely.add(one))
  if (isHeaded) {
    add(byHead.get(folded.slice(0, 2)))
    add(byHead.get(folded.slice(0, 1)))
  }
  for (const size of [PAIR, TRIPLE])
    for (const piece of piecesOf(folded, size))
      // Of a name that begins with wildcards hardly anything may be left open: `*.json` means very many.
      for (const one of byPiece.get(piece) ?? [])
        if ((isHeaded || (plain >= ones && 3 * (plain + ones) >= 2 * one.length)) && mayMeet(one))
          likely.add(one)
  return [...likely]
}

function isBegun(one: string, other: string): boolean {
  return one.length < other.length ? other.startsWith(one) : one.startsWith(other)
}

function isEnded(one: string, other: string): boolean {
  return one.length < other.length ? other.endsWith(one) : one.endsWith(other)
}

/** Two beginnings tell more than what stands anywhere, and least does the way in which very many files end. */
function isEnough(
  alike: number,
  { head, ending, plain }: ListedPattern,
  { folded, isHeaded }: { readonly folded: string; readonly isHeaded: boolean },
): boolean {
  if (isHeaded && head !== '') return alike >= (head.length === 1 ? 2 : TRIPLE)
  const common = endingOf(folded) === ending ? ending.length : 0
  return alike - common >= Math.max(TRIPLE, (plain - common) / 2)
}
