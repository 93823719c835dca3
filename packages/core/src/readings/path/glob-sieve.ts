import { literalSearch } from '../../match/literal-search.ts'
import type { PathGlob } from './path-glob.ts'
import { PLAIN_PATH } from './text/word-parts.ts'

/** False for a text of which no reading can be covered by some globs: an ordinary text costs one look at its characters. */
export type GlobSieve = (text: string) => boolean

/**
 * What a reader takes more of a text for than its characters: encodings, wildcards, controls. Without these each name of
 * each reading stands in the text as it is, but for case.
 */
const ODD = /[%*?[{]|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** Where readings are in doubt whatever the globs are: paths that climb, and URLs, in which line ends vanish. */
const DOUBTFUL = ['..', 'file:']

/**
 * The same for globs that must cover a path from its start to its end, of very many paths in the same few folders: the
 * last name of a plain one is looked up.
 */
export function folderSieve(globs: readonly PathGlob[]): GlobSieve {
  const names = new Set<string>()
  const open: PathGlob[] = []
  for (const glob of globs) {
    const last = glob.parts.at(-1)?.at(-1)?.folded.only
    if (last === undefined) open.push(glob)
    else names.add(last)
  }
  const [ofAny, ofOpen] = [globSieve(globs), globSieve(open)]
  return (text) =>
    ofAny(text) &&
    (!PLAIN_PATH.test(text) || text.includes('..') || names.has(lastName(text)) || ofOpen(text))
}

/** As a path that is resolved and loosened ends. */
function lastName(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '/' || text[end - 1] === '.')) end -= 1
  return text.slice(text.lastIndexOf('/', end - 1) + 1, end).toLowerCase()
}

export function globSieve(globs: readonly PathGlob[]): GlobSieve {
  const literals = new Set(DOUBTFUL)
  for (const { root, excludes, parts } of globs) {
    if (excludes) continue
    const literal = parts
      .flat()
      .reduce((best, name) => (name.literal.length > best.length ? name.literal : best), '')
    // A glob with a root is in doubt about relative paths of any names.
    if (root !== undefined || literal === '') return () => true
    if (/^[\0-\x7f]*$/.test(literal)) literals.add(literal)
  }
  return literalSearch(literals, ODD)
}
