import { LIMITS } from '../../../limits.ts'

/** What parts the items of a list that people and servers write in one text. */
const BETWEEN = /[\s,;]+/u

/** Ends in the name of a file: with an ending, hidden, or in a folder. Words of prose have none of these. */
const FILE = /^[\w.~/\\@+-]*(?:[/\\][\w.@+-]*[\w+-]|\.[\w-]*[A-Za-z0-9_~-])$/

const OPTION = /^--?[A-Za-z][\w-]*$/

/**
 * The items of a text with white space that is a list of files, or options and their files: each word of it is one. A
 * text of lines that ends in a line end is a document, such as a `.gitignore`, and no list.
 */
export function listedFiles(source: string): readonly string[] {
  if (/[\r\n]\s*$/.test(source.slice(-LINE_END_CHARS)) || source.length > LIMITS.joinedTextCharsMax) return []
  const words = source.split(BETWEEN).filter((word) => word !== '')
  const files = words.filter((word) => !OPTION.test(word))
  return words.length > 1 && files.every((word) => FILE.test(unquoted(word))) ? files.map(unquoted) : []
}

/** Enough of the end of a text to see how it ends. */
const LINE_END_CHARS = 8

function unquoted(word: string): string {
  return /^(["'`]).*\1$/.test(word) ? word.slice(1, -1) : word
}
