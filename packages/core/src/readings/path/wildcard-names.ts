import { LIMITS } from '../../limits.ts'
import { parseGlob } from '../../match/glob.ts'
import type { PathGlob } from './path-glob.ts'
import { foldSegment } from './path-segments.ts'

/** Names that a list of globs has, by how they begin. */
export type NamesByHead = ReadonlyMap<string, ReadonlySet<string>>

const HEAD_CHARS = 2

/** A name with wildcards of a shell, and enough before them to say that it does not mean every name. */
const WILDCARD = /^[^*?[{]{2}[^*?[{]*[*?[{]/

/** For each name in the globs one that it covers: itself, or what is left without its wildcards. */
export function namesByHead(globs: readonly PathGlob[]): NamesByHead {
  const found = new Map<string, Set<string>>()
  for (const { parts, excludes } of globs)
    for (const { folded } of excludes ? [] : parts.flat()) {
      const name = folded.only ?? `${folded.head}${folded.tail}`
      if (name.length < HEAD_CHARS) continue
      const head = name.slice(0, HEAD_CHARS)
      found.set(head, (found.get(head) ?? new Set()).add(name))
    }
  return found
}

export function hasWildcard(segments: readonly string[]): boolean {
  return segments.some((segment) => WILDCARD.test(segment))
}

/**
 * The paths that one with wildcards stands for, as far as the list has names for them: `.en*` is `.env`. One wildcard
 * after the other, so that many of them are not multiplied.
 */
export function* wildcardPaths(
  segments: readonly string[],
  names: NamesByHead,
): Generator<readonly string[]> {
  for (const [at, segment] of segments.entries()) {
    if (!WILDCARD.test(segment) || segment.length > LIMITS.patternCharsMax) continue
    const folded = foldSegment(segment)
      .replace(/\{[^{}]*\}/g, '*')
      .replace(/\*+/g, '*')
    const parsed = parseGlob(folded)
    if (!parsed.ok) continue
    for (const name of names.get(folded.slice(0, HEAD_CHARS)) ?? [])
      if (parsed.glob.test(name)) yield segments.with(at, name)
  }
}
