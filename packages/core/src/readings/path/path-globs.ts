import { later } from '../../later.ts'
import { LIMITS } from '../../limits.ts'
import { expandPathGlobs, unknownListProblem } from './expand-path-globs.ts'
import { type GlobPiece, headsOf, piecesOf, tailsOf } from './glob-halves.ts'
import { folderSieve, type GlobSieve, textSieve } from './glob-sieve.ts'
import { pathGlob, pathGlobProblem, type PathGlob } from './path-glob.ts'
import { loosenSegment } from './subject-path.ts'
import { type ShortNames, shortNames } from './expanded/short-names.ts'
import { type ListedNames, listedNames } from './expanded/wildcard-names.ts'

/**
 * A list of path globs, read once. A path is in it when one glob matches and none of those written with `!` does,
 * in whatever order they stand.
 */
export interface PathGlobs {
  /** The globs that could match a path with these names in it, as they stand and loosened; those with a root always. */
  readonly candidates: GlobSearch
  /** Whether a text, of which nobody says that it is a path, need be read at all. */
  readonly mayHold: GlobSieve
  /** The same of what stands before, and behind, a place within a glob: for a path that is given in two parts. */
  readonly heads: GlobSearch
  readonly tails: GlobSearch
  /** The same of every part of a glob, for a path that is given in more. */
  readonly pieces: GlobSearch<GlobPiece>
  /** Whether a text could be any such part. */
  readonly mayJoin: GlobSieve
  /** What names with wildcards are held against. */
  readonly names: ListedNames
  /** What a name in the short form of Windows could stand for. */
  readonly shortNames: ShortNames
}

export type GlobSearch<Glob extends PathGlob = PathGlob> = (
  segments: readonly string[],
  loosened: readonly string[],
) => Iterable<Glob>

/** Why the list cannot be one of path globs; undefined when it can. */
export function pathGlobsProblem(texts: readonly string[]): string | undefined {
  const unknown = texts.map(unknownListProblem).find((problem) => problem !== undefined)
  if (unknown !== undefined) return unknown
  const globs = expandPathGlobs(texts)
  const problem = globs.map(pathGlobProblem).find((found) => found !== undefined)
  if (problem !== undefined) return problem
  return globs.every((text) => text.startsWith('!'))
    ? 'the list matches nothing: it has no glob without `!`'
    : undefined
}

/** The list that validated texts stand for, built-in lists expanded; undefined where `pathGlobsProblem` finds one. */
export function compilePathGlobs(texts: readonly string[]): PathGlobs | undefined {
  // No glob holds a line feed.
  const key = expandPathGlobs(texts).join('\n')
  const known = compiled.get(key)
  if (known !== undefined) return known
  if (pathGlobsProblem(texts) !== undefined) return undefined
  const read = expandPathGlobs(texts).flatMap((text) => pathGlob(text) ?? [])
  const heads = later(() => headsOf(read))
  const tails = later(() => tailsOf(read))
  const pieces = later(() => piecesOf(read))
  const globs = {
    candidates: indexGlobs(read),
    mayHold: sieveLater(() => read, textSieve),
    heads: indexLater(heads),
    tails: indexLater(tails),
    pieces: indexLater(pieces),
    mayJoin: sieveLater(() => [...heads(), ...tails(), ...pieces()], folderSieve),
    names: listedNames(read),
    shortNames: shortNames(read),
  }
  if (compiled.size >= LIMITS.compiledGlobListsMax) compiled.clear()
  compiled.set(key, globs)
  return globs
}

/** Lists that were compiled before: many rules spell the same one, and the built-in one is long. */
const compiled = new Map<string, PathGlobs>()

/** How much of what a name starts and ends with files a glob. */
const HEAD_CHARS_MAX = 3
const TAIL_CHARS_MAX = 4

function indexLater<Glob extends PathGlob>(globs: () => readonly Glob[]): GlobSearch<Glob> {
  const search = later(() => indexGlobs(globs()))
  return (segments, loosened) => search()(segments, loosened)
}

function sieveLater(
  globs: () => readonly PathGlob[],
  make: (globs: readonly PathGlob[]) => GlobSieve,
): GlobSieve {
  const sieve = later(() => make(globs()))
  return (text) => sieve()(text)
}

/**
 * Files each glob under what one of its segments is, starts with or ends with, so that a path meets the few globs
 * that share a name with it and not the whole list.
 */
function indexGlobs<Glob extends PathGlob>(globs: readonly Glob[]): GlobSearch<Glob> {
  const named = drawer(globs, 'is')
  const headed = drawer(globs, 'head')
  const tailed = drawer(globs, 'tail')
  const always = globs.filter((glob) => keyOf(glob) === undefined)

  const globsFor = (name: string, segment: string): readonly Glob[] => {
    const found = new Set(named.get(name))
    const add = (globsOf: readonly Glob[] | undefined): void => globsOf?.forEach((glob) => found.add(glob))
    for (const like of segment === name ? [name] : [name, segment.toLowerCase()]) {
      for (let chars = 1; chars <= HEAD_CHARS_MAX; chars += 1) add(headed.get(like.slice(0, chars)))
      for (let chars = 1; chars <= TAIL_CHARS_MAX; chars += 1) add(tailed.get(like.slice(-chars)))
    }
    return [...found]
  }
  /** Folders have the same names in path after path. */
  const known = new Map<string, readonly Glob[]>()
  const knownFor = (name: string, segment: string): readonly Glob[] => {
    if (segment !== name || name.length > LIMITS.pathNameCharsMax) return globsFor(name, segment)
    const before = known.get(name)
    if (before !== undefined) return before
    const globsOf = globsFor(name, segment)
    if (known.size >= LIMITS.pathNamesMax) known.clear()
    known.set(name, globsOf)
    return globsOf
  }

  return (segments, loosened) => {
    let found: Set<Glob> | undefined
    for (let index = 0; index < loosened.length; index += 1) {
      const like = knownFor(loosened[index] ?? '', segments[index] ?? '')
      if (like.length === 0) continue
      found ??= new Set(always)
      for (const glob of like) found.add(glob)
    }
    return found ?? always
  }
}

function drawer<Glob extends PathGlob>(
  globs: readonly Glob[],
  kind: Key['kind'],
): ReadonlyMap<string, readonly Glob[]> {
  const filed = new Map<string, Glob[]>()
  for (const glob of globs) {
    const key = keyOf(glob)
    if (key?.kind === kind) filed.set(key.text, [...(filed.get(key.text) ?? []), glob])
  }
  return filed
}

interface Key {
  readonly kind: 'is' | 'head' | 'tail'
  readonly text: string
}

/** Undefined for a glob that is asked about every path. */
function keyOf({ root, parts }: PathGlob): Key | undefined {
  if (root !== undefined) return undefined
  const names = parts.flat().map(({ folded }) => folded)
  const longest = names
    .flatMap(({ only }) => only ?? [])
    .reduce((best, name) => (name.length > best.length ? name : best), '')
  if (longest !== '') return { kind: 'is', text: loosenSegment(longest) }
  const [first] = names
  if (first === undefined) return undefined
  // Loosening a name takes off what stands behind a colon, and dots and spaces at its end.
  const head = /^[!-9;-~]*/.exec(first.head)?.[0].slice(0, HEAD_CHARS_MAX) ?? ''
  if (head !== '') return { kind: 'head', text: head }
  const tail = /[!-9;-~]*$/.exec(first.tail)?.[0].slice(-TAIL_CHARS_MAX) ?? ''
  return tail === '' || tail.endsWith('.') ? undefined : { kind: 'tail', text: tail }
}
