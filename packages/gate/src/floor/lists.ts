import { LIMITS } from '../limits.ts'
import { isDocument, isNamedForFiles, type Argument } from './arguments.ts'
import { hasWord } from './words.ts'

/** What a text holds beside the one path that it is. */
export interface Listed {
  /** Items between commas, semicolons and ends of lines, and the files of a patch. */
  readonly apart: readonly string[]
  /** Items between blanks, which stand in names as well. */
  readonly worded: readonly string[]
}

const NOTHING: Listed = { apart: [], worded: [] }

/** Under these stand paths, and prose as well. */
const PLACES = new Set(
  (
    'args argv arguments dest destination destinations from input location output root roots source sources target ' +
    'targets to'
  ).split(' '),
)

const PATCHES = new Set(['diff', 'diffs', 'input', 'patch', 'patches'])

/** The files that a patch names, in unified form, in that of git, and in that which agents are taught. */
const PATCHED =
  /^(?:(?:\+\+\+|---) |\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: |(?:rename|copy) (?:from|to) )([^\t\r\n]+)/gm

/** By its name, a separator, a dot, a home folder, a variable, or as an option. */
const LIKE_PATH = /^-|[/\\.~$%*]/

/**
 * The paths in a text with blanks, by the name that it stands under. In a line that should be files each word counts;
 * elsewhere they do if nothing but paths and options is among them.
 */
export function listedIn(argument: Argument): Listed {
  const { text, words, isData = false } = argument
  if (isData || words === undefined || !/\s/.test(text.trim())) return NOTHING
  const patched = hasWord(words, PATCHES) ? patchedIn(text) : []
  const isFiles = isNamedForFiles(argument)
  if (text.length > LIMITS.floorPathCharsMax || isDocument(argument) || !(isFiles || hasWord(words, PLACES)))
    return { apart: patched, worded: [] }
  const worded = partsOf(text, /[\s,;]+/u)
  const isLine = text.length <= LIMITS.floorListCharsMax && !/[\r\n]/.test(text.trim())
  const isList = worded.every((item) => LIKE_PATH.test(item))
  const apart = isFiles || isList ? partsOf(text, /[,;\r\n\u2028\u2029]+/u) : []
  return {
    apart: [...patched, ...(apart.length > 1 ? apart : [])],
    worded: isList || (isFiles && isLine) ? worded : [],
  }
}

function partsOf(text: string, between: RegExp): readonly string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** With and without the first folder, which `patch -p1` takes off. */
function patchedIn(text: string): readonly string[] {
  return Array.from(text.matchAll(PATCHED), ([, file = '']) => [file, file.replace(/^[^/]*\//, '')]).flat()
}
