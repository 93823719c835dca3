import { LIMITS } from '../../../limits.ts'

/** What stands in quotes between separators, or is no separator. */
const WORD = /(?<![^\s,;])(["'`])([^"'`\r\n]*)\1(?=[\s,;]|$)|[^\s,;]+/gu

/** Ends in the name of a file: with an ending, hidden, or in a folder. Words of prose have none of these. */
const FILE = /^(?:[A-Za-z]:)?[^:"`<>|=]*(?:[/\\][^/\\:"`<>|=]*[\p{L}\p{N}_+)\]-]|\.[\w-]*[A-Za-z0-9_~-])$/u

/** Files without an ending, as most folders of work have them: `README`, `Makefile`. */
const WITHOUT_ENDING = /^(?:[A-Z][A-Z0-9_-]+|[A-Za-z]+file)$/

const OPTION = /^--?[A-Za-z][\w-]*$/

const LINE_END = /[\r\n]/

/**
 * The items of a text that is a list of files: each word of it is one or an option, or nothing but commas, semicolons or
 * line ends parts what has no blanks. A text of several lines that ends in a line end is a document, such as a
 * `.gitignore`, and no list.
 */
export function listedFiles(source: string): readonly string[] {
  const text = source.trim()
  const isLines = LINE_END.test(text)
  if (isLines && /[\r\n]\s*$/.test(source.slice(-LINE_END_CHARS))) return []
  const words = wordsOf(text) ?? itemsOf(text, isLines ? /[\r\n]+/ : /[,;]/)
  return [...new Set(words)]
}

/** Enough of the end of a text to see how it ends. */
const LINE_END_CHARS = 8

/** Undefined where one of them is no file. */
function wordsOf(text: string): readonly string[] | undefined {
  const found: string[] = []
  let words = 0
  for (const [word, , quoted = word] of text.matchAll(WORD)) {
    words += 1
    if (OPTION.test(word)) continue
    if (word.length > LIMITS.joinedTextCharsMax) return undefined
    if (!FILE.test(quoted) && !WITHOUT_ENDING.test(quoted)) return undefined
    found.push(quoted)
  }
  return words > 1 ? found : undefined
}

function itemsOf(text: string, between: RegExp): readonly string[] {
  const items = text
    .split(between)
    .map((item) => item.trim())
    .filter((item) => item !== '')
  const found = items.map((item) => /^(["'`])([^"'`]*)\1$/.exec(item)?.[2] ?? item)
  const isList = items.every(
    (item, at) => item.length <= LIMITS.joinedTextCharsMax && (found[at] !== item || !/\s/u.test(item)),
  )
  return isList && items.length > 1 ? found : []
}
