import { LIMITS } from '../limits.ts'

/**
 * The words of a tool name, folded: `getURLPath` and `get-url.path` are `get`, `url`, `path`. Words end at everything
 * that is no letter or digit, between letters and digits, and where the case changes.
 *
 * @returns undefined for a name with anything but printable ASCII, where what looks like a letter may be read as one, and
 *   for a name beyond the bound of names
 */
export function wordsOf(name: string): readonly string[] | undefined {
  return hasCertainWords(name) ? folded(name, WORD) : undefined
}

/**
 * Every word that some reading of the name has in it: beside `wordsOf`, whole runs of letters (`dElEtE` is `delete`)
 * and capitals up to the first small letter (`DELETEfile` is `delete`, `file` rather than `delet`, `efile`).
 */
export function spelledWords(name: string): ReadonlySet<string> | undefined {
  const words = wordsOf(name)
  if (words === undefined) return undefined
  return new Set([...words, ...folded(name, LETTERS), ...folded(name, ONE_CASE)])
}

/** Whether `wordsOf` has an answer. */
export function hasCertainWords(name: string): boolean {
  return name.length <= LIMITS.nameCharsMax && PRINTABLE_ASCII.test(name)
}

function folded(name: string, parts: RegExp): readonly string[] {
  return Array.from(name.matchAll(parts), ([part]) => part.toLowerCase())
}

const PRINTABLE_ASCII = /^[ -~]*$/

/** Capitals that are not the first letter of a word, a word with or without its capital, or digits. */
const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g
const LETTERS = /[A-Za-z]+/g
const ONE_CASE = /[A-Z]{2,}|(?<=[A-Z]{2})[a-z]+/g
