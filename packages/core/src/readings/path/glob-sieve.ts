import type { Glob } from '../../match/glob.ts'
import { literalSearch } from '../../match/literal-search.ts'
import type { PathGlob } from './path-glob.ts'
import { foldSegment } from './path-segments.ts'
import { percentForms } from './percent-forms.ts'
import { shortNameSearch } from './expanded/short-name-search.ts'
import { shortNames } from './expanded/short-names.ts'
import { mayClimb } from './text/climbing.ts'
import { urlForm } from './text/url-form.ts'
import { PLAIN_PATH } from './text/word-parts.ts'

/** False for a text of which no reading can be covered by some globs: an ordinary text costs one look at its characters. */
export type GlobSieve = (text: string) => boolean

/**
 * What a reader takes more of a text for than its characters: encodings, wildcards, controls. Without these each name of
 * each reading stands in the text as it is, but for case.
 */
const ODD = /[%*?[{]|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** The same of a text whose percent-encoding is undone. */
const DECODED_ODD = /[*?[{]|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** Where readings are in doubt whatever the globs are: URLs of files. */
const DOUBTFUL = ['file:']

/**
 * The same for globs that must cover a path from its start to its end, of very many paths in the same few folders: the
 * last name of a plain one is looked up.
 */
export function folderSieve(globs: readonly PathGlob[]): GlobSieve {
  const names = new Set<string>()
  /** Last names with wildcards, by what they begin with, and the globs whose last name says nothing. */
  const wild = new Map<string, Glob[]>()
  const deep: PathGlob[] = []
  for (const glob of globs) {
    const name = glob.parts.at(-1)?.at(-1)
    if (name === undefined || name.literal === '') deep.push(glob)
    else if (name.folded.only !== undefined) names.add(name.folded.only)
    else {
      const first = name.folded.head.charAt(0)
      wild.set(first, [...(wild.get(first) ?? []), name.folded])
    }
  }
  const [ofAny, ofDeep] = [globSieve(globs), globSieve(deep)]
  const isLast = (name: string): boolean =>
    names.has(name) || [name.charAt(0), ''].some((head) => wild.get(head)?.some((glob) => glob.test(name)))
  return (text) => {
    if (PLAIN_PATH.test(text) && !text.includes('..'))
      return ofAny(text) && (isLast(lastName(text)) || ofDeep(text))
    return ofAny(text) && (isRead(text) || namesIn(text).some(isLast) || ofDeep(text))
  }
}

/** Whether a text is more to a reader than its characters. */
function isRead(text: string): boolean {
  return ODD.test(text) || !ASCII.test(text) || BACK.test(text) || urlForm(text) !== undefined
}

/** What ends by going up can come to the root of a system, which has no name. */
const BACK = /\.\.[/\\.]*(?:$|[\s=:;,@|"'`<>()[\]{}?#])/

const ASCII = /^[\0-\x7f]*$/

/** What parts the names that readings of a text can end in, whatever they take off it or resolve. */
const BETWEEN_NAMES = /[\s=:;,@|/\\"'`<>()[\]{}?#]+/

/** Every name that a reading of the text could end in, of one word or with blanks. */
function namesIn(text: string): readonly string[] {
  const lower = text.toLowerCase()
  const words = lower.split(BETWEEN_NAMES)
  const ends = lower.includes('..') ? words.flatMap((word) => word.split(/\.{2,}/)) : []
  const flagged = words.flatMap((word) => (/^-[a-z]./.test(word) ? word.slice(2) : []))
  return [...words, ...ends, ...flagged, ...(/\s/.test(lower) ? lower.split(/[/\\]/) : [])].map(lastName)
}

/** As a path that is resolved and loosened ends. */
function lastName(text: string): string {
  let end = text.length
  while (end > 0 && '/. '.includes(text.charAt(end - 1))) end -= 1
  return text.slice(text.lastIndexOf('/', end - 1) + 1, end).toLowerCase()
}

/** The same for whole texts, which are also in doubt where they climb above their start. */
export function textSieve(globs: readonly PathGlob[]): GlobSieve {
  const sieve = globSieve(globs, DECODED_ODD)
  const isShort = shortNameSearch(shortNames(globs))
  const mayHold: GlobSieve = (text) => sieve(text) || mayClimb(text) || isShort(text)
  return (text) => (text.includes('%') ? (percentForms(text)?.some(mayHold) ?? true) : mayHold(text))
}

export function globSieve(globs: readonly PathGlob[], odd = ODD): GlobSieve {
  const literals = new Set(DOUBTFUL)
  let hasForeign = false
  for (const { root, excludes, parts } of globs) {
    if (excludes) continue
    const literal = parts
      .flat()
      .reduce((best, name) => (name.literal.length > best.length ? name.literal : best), '')
    // A glob with a root is in doubt about relative paths of any names.
    if (root !== undefined || literal === '') return () => true
    if (ASCII.test(literal)) literals.add(literal)
    else hasForeign = true
  }
  const search = literalSearch(literals, odd)
  return (text) => {
    if (!search(text)) return searchAsUrl(text, search)
    // What is beyond ASCII is read as what it could be folded to, where no glob has a name in such letters itself.
    return hasForeign || ASCII.test(text) || foldsOf(text).some(search)
  }
}

function searchAsUrl(text: string, search: GlobSieve): boolean {
  const url = urlForm(text)
  // Without its tabs and line ends a text may have more percent-encoding than as it is.
  return url !== undefined && (url.includes('%') || search(url))
}

/** A text as readers fold it, with a blank for what stays beyond ASCII, of which the literals hold none. */
function foldsOf(text: string): readonly string[] {
  const plain = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC')
  return [text, plain].map((one) => foldSegment(one).replace(/[^\0-\x7f]+/g, ' '))
}
