import { LIMITS } from '../../../limits.ts'
import { parseGlob } from '../../../match/glob.ts'
import type { PathGlob } from '../path-glob.ts'
import { foldSegment } from '../path-segments.ts'
import { type ListedPatterns, listedPatterns, namesInCommon } from './listed-patterns.ts'
import { literalsOf, spelledOut } from './spelled-out.ts'
import type { WildcardWork } from './wildcard-work.ts'

/** Names that a list of globs has, for what a name with wildcards could stand for. */
export interface ListedNames {
  /** By how they begin. */
  readonly byHead: NamesBy<string>
  /** By each two characters in them, and by how long they are. */
  readonly byPair: NamesBy<string>
  readonly byLength: NamesBy<number>
  /** Those that a glob has without a wildcard within. */
  readonly whole: ReadonlySet<string>
  /** Those that have wildcards themselves. */
  readonly patterns: ListedPatterns
}

type NamesBy<Key> = ReadonlyMap<Key, ReadonlySet<string>>

const HEAD_CHARS = 2

/** A name with wildcards of a shell, and enough before them to say that it does not mean every name. */
const HEADED = /^[^*?[{]{2}[^*?[{]*[*?[{]/

const WILDCARD = /[*?[{]|[@+!]\(/

/** For each name in the globs one that it covers: itself, or what is left without its wildcards. */
export function listedNames(globs: readonly PathGlob[]): ListedNames {
  const byHead = new Map<string, Set<string>>()
  const byPair = new Map<string, Set<string>>()
  const byLength = new Map<number, Set<string>>()
  const whole = new Set<string>()
  const patterns = new Set<string>()
  for (const { parts, excludes } of globs)
    for (const { folded, text } of excludes ? [] : parts.flat()) {
      if (folded.only === undefined) patterns.add(text)
      const name = folded.only ?? `${folded.head}${folded.tail}`
      if (name.length < HEAD_CHARS) continue
      if (folded.only !== undefined || folded.head === '' || folded.tail === '') whole.add(name)
      file(byHead, name.slice(0, HEAD_CHARS), name)
      file(byLength, name.length, name)
      for (let at = 0; at + 2 <= name.length; at += 1) file(byPair, name.slice(at, at + 2), name)
    }
  return { byHead, byPair, byLength, whole, patterns: listedPatterns(patterns) }
}

function file<Key>(drawer: Map<Key, Set<string>>, key: Key, name: string): void {
  const filed = drawer.get(key)
  if (filed === undefined) drawer.set(key, new Set([name]))
  else filed.add(name)
}

export function hasWildcard(segments: readonly string[]): boolean {
  return segments.some((segment) => WILDCARD.test(segment))
}

/** What reading a name with wildcards costs beside comparing it. */
const READING = 8

/** What a shell expands once braces and groups are taken for `*`: anything else is nothing but itself. */
const OPEN = /[*?[]/

/**
 * The paths that one with wildcards stands for, as far as the list has names for them: `.en*` is `.env`, and so are
 * `?env` and `.[e]nv`. One wildcard after the other, so that many of them are not multiplied.
 */
export function* wildcardPaths(
  segments: readonly string[],
  names: ListedNames,
  work: WildcardWork,
): Generator<readonly string[]> {
  for (const [at, segment] of segments.entries()) {
    if (!WILDCARD.test(segment) || segment.length > LIMITS.patternCharsMax) continue
    const folded = plainGlob(foldSegment(segment))
    if (!OPEN.test(folded) || folded === '*') continue
    const parsed = parseGlob(folded)
    if (!parsed.ok) continue
    const isHeaded = HEADED.test(folded)
    const likely = isHeaded ? names.byHead.get(folded.slice(0, HEAD_CHARS)) : nearNames(folded, names)
    work.left -= READING + (likely?.size ?? 0)
    for (const name of likely ?? []) if (parsed.glob.test(name)) yield segments.with(at, name)
    for (const name of namesInCommon(folded, isHeaded, names.patterns, work)) yield segments.with(at, name)
  }
}

const NONE: ReadonlySet<string> = new Set()

/** Braces, groups and classes by name, which only some shells expand, as what stands for at least as much. */
function plainGlob(text: string): string {
  return text
    .replace(/\{[^{}]*\}|[@?+*!]\([^()]*\)/g, '*')
    .replace(/\[[!^]?(?:\[[:.=][^\]]*[:.=]\])+[^\]]*\]/g, '?')
    .replaceAll('[^', '[!')
    .replace(/\*+/g, '*')
}

/**
 * Of a name that begins with wildcards the names of the list that are nearly spelled out: `*.json` and `*config*` mean
 * very many, and of `*ssh` or `?env` hardly anything is left open.
 */
function nearNames(folded: string, { byPair, byLength, whole }: ListedNames): ReadonlySet<string> {
  const { plain, ones } = spelledOut(folded)
  if (!folded.includes('*')) return (plain < ones ? undefined : byLength.get(plain + ones)) ?? NONE
  const longest = literalsOf(folded).reduce((best, run) => (run.length > best.length ? run : best), '')
  const known = longest.length < 2 ? undefined : byPair.get(longest.slice(0, 2))
  const near = [...(known ?? NONE)].filter((name) => whole.has(name) && 3 * (plain + ones) >= 2 * name.length)
  return new Set(near)
}
