import type { ResolvedText } from './resolved-text.ts'

/** How a text begins that is meant as a path, whatever stands in it. */
const PATH =
  /^(?:\/(?![*/\s])|\/\/+[^\s/]+\/|\.{1,2}[/\\]|~[\w.-]*[/\\]|[A-Za-z]:[/\\]|\\\\[\w.?]|\\(?:global)?\?\?\\|file:)/i

/** Addresses on the web, and what else begins with the word of a scheme and is no file by itself. */
const ADDRESS = /^(?:(?:https?|wss?|ftps?):[/\\]|(?:mailto|data|tel|urn|blob|javascript):)/i

const SPACE = /\s/u

export function beginsLikePath(text: string): boolean {
  return PATH.test(text)
}

/** Whether a text is not meant as a path by its look: it has white space within, is JSON, or an address. */
export function looksOtherwise(text: string): boolean {
  return ADDRESS.test(text) || isJson(text) || (SPACE.test(text) && !beginsLikePath(text))
}

function isJson(text: string): boolean {
  return /^[[{]/.test(text) && /[\]}]$/.test(text) && text.includes('"')
}

/**
 * Where a path or an address of its own begins, within a name: behind a blank there is an end of the name, a home, dots,
 * a variable, a drive or an option. No folder is called so, and none is called `https:`.
 */
const BEGINS_WITHIN =
  /(?:\s["'`(<[{]*(?:~[\w.-]*|\.{1,2}|\$\{?\w+\}?|%\w+%|[A-Za-z]:|-[\w-]*=)?|(?:^|[\s"'`(<[{=])(?:https?|wss?|ftps?|file):)$/iu

const LINE_END = /[\r\n\u2028\u2029]/

/**
 * Whether a text that does not look like a path is one all the same, after all that `..` takes away: prose ends in a
 * name with white space or with the closing of what was opened before, and names of folders have no line ends.
 */
export function isPathAfterAll({ names, climbs }: ResolvedText): boolean {
  const last = names.at(-1)
  if (last === undefined) return climbs > 0
  const name = withoutEnd(last)
  if (SPACE.test(name) || closesMore(name)) return false
  return names.slice(0, -1).every((folder) => !LINE_END.test(folder) && !isOpened(folder))
}

/** No system has a longer name. */
const NAME_CHARS_MAX = 255

/** What begins behind words: in a bracket, of a host, as a value. */
const ROOT_WITHIN = /\s(?:.*[(:=](?:~|\.{1,2})?|\S*@\S*:.*)$/u

/** Words of a name that may be one whatever stands around it. */
const NAME_WORDS_MAX = 3

/**
 * Whether prose by its look could still be a path whose last name has blanks, as `Default/Login Data` and `.env copy`
 * are: a path from its first name on, or names of few words each.
 */
export function couldEndInBlanks({ names }: ResolvedText): boolean {
  const last = names.at(-1)
  if (last === undefined || names.some((name) => name.length > NAME_CHARS_MAX || LINE_END.test(name)))
    return false
  const folders = names.slice(0, -1)
  if (closesMore(withoutEnd(last)) || folders.some((name) => isOpened(name) || ROOT_WITHIN.test(name)))
    return false
  const isFromStart = folders.length > 0 ? !folders.some(hasBlank) : last.startsWith('.')
  return isFromStart || names.every(hasFewWords)
}

/** Whether each name of a path has few enough words for one. */
export function hasNamesOfFewWords(path: string): boolean {
  return path.split(/[/\\]/).every(hasFewWords)
}

function hasBlank(name: string): boolean {
  return SPACE.test(name)
}

function hasFewWords(name: string): boolean {
  return name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length <= NAME_WORDS_MAX
}

/** Without what Windows takes off a name, and the line end that many servers take off. */
function withoutEnd(name: string): string {
  let end = name.length
  while (end > 0 && /[\s.]/u.test(name.charAt(end - 1))) end -= 1
  return name.slice(0, end)
}

/** Enough of the end of a name for the word of a variable, a user or an option. */
const WORD_CHARS_MAX = 256

/** Whether what follows a name begins anew, or stands in quotes that the name opens, but with its first character. */
function isOpened(folder: string): boolean {
  if (BEGINS_WITHIN.test(folder.slice(-WORD_CHARS_MAX))) return true
  return ['"', '`'].some((mark) => folder.lastIndexOf(mark) > 0 && count(folder, mark) % 2 === 1)
}

/** Whether a name ends in a quote or bracket that it does not begin: it closes what stands before the path. */
function closesMore(name: string): boolean {
  const marks = /["'`)\]}>]+[;,:!?]*$/.exec(name.slice(-MARKS_MAX))?.[0] ?? ''
  for (const mark of new Set(marks)) {
    const open = OPENING[mark]
    if (open === undefined) continue
    if (open === mark ? count(name, mark) % 2 === 1 : count(name, mark) > count(name, open)) return true
  }
  return false
}

const MARKS_MAX = 16

const OPENING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  ')': '(',
  ']': '[',
  '}': '{',
  '>': '<',
}

function count(text: string, char: string): number {
  return text.split(char).length - 1
}

/** Whether Windows could have files of these names; what could not is an expression with backslashes. */
export function couldBeOnWindows({ names }: ResolvedText): boolean {
  return (
    names.every((name) => NO_NAME.test(name) || !/[<>"|?*]/.test(name)) && !isExpression(names.at(-1) ?? '')
  )
}

/** Wildcards, and where Windows looks up drives: `\??\C:\x` is `\\?\C:\x`. */
const NO_NAME = /^(?:\*+|(?:global)?\?\?)$/i

function isExpression(name: string): boolean {
  return /[$^+|]$/.test(name) || closesMore(name)
}
