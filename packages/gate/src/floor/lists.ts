import { LIMITS } from '../limits.ts'
import { isDocument, isNamedForFiles, type Argument } from './arguments.ts'
import { hasWord } from './words.ts'

/** What a text holds beside the one path that it is. */
export interface Listed {
  /** Items between commas, semicolons, bars and ends of lines, and the files of a patch. */
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
 * The paths in a text with blanks, whatever name it stands under but that of a document: its words, and what stands
 * between commas, semicolons, bars and ends of lines, where each looks like a path or an option. In a line that should be
 * files they count in any case.
 */
export function listedIn(argument: Argument): Listed {
  const { text, words, isData = false } = argument
  if (isData || words === undefined || !/\s/.test(text.trim())) return NOTHING
  const patched = hasWord(words, PATCHES) ? patchedIn(text) : []
  if (text.length > LIMITS.floorPathCharsMax || isDocument(argument)) return { apart: patched, worded: [] }
  const isFiles = isNamedForFiles(argument)
  const isPlace = isFiles || hasWord(words, PLACES)
  const worded = partsOf(text, /[\s,;|]+/u)
  const items = partsOf(text, /[,;|\r\n\u2028\u2029]+/u)
  const areWords = worded.every((item) => LIKE_PATH.test(item))
  const areItems = areWords || items.every((item) => LIKE_PATH.test(item))
  const isLine = text.length <= LIMITS.floorListCharsMax && !/[\r\n]/.test(text.trim())
  const apart = items.length > 1 && (isFiles || areItems) ? items : []
  const inWords = areWords || (isFiles && isLine) ? worded : []
  // Elsewhere it may be prose after all, so that the disk is not asked and no folder above counts.
  return isPlace
    ? { apart: [...patched, ...apart], worded: inWords }
    : { apart: patched, worded: [...apart, ...inWords] }
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
