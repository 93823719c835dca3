import type { Action } from '@kvlar/core'
import type { JsonArray, JsonValue } from '@kvlar/core/json'
import { hasWord, wordsOf, type Words } from './words.ts'

/** One text of a call, with the words of the name it stands under. */
export interface Argument {
  readonly text: string
  readonly words: Words
  /** The items of lists that it stands in, from the outermost. */
  readonly items: readonly Item[]
  /** It stands in a long text of JSON that is no path by its name: only what it names counts, not what is on the disk. */
  readonly isData?: boolean
}

/** One item of one list; an object for each, which it is told apart by. */
export interface Item {
  readonly list: JsonArray
}

/** Arguments under these are paths even when they do not look like one. */
const PATH_WORDS = new Set(
  (
    'args argv arguments base cwd dest destination destinations dir directories directory dirs dst file filename ' +
    'filenames filepath files folder folders from glob include input location operand operands output path paths ' +
    'pattern pwd repo repository root roots source sources src target targets to uri uris workdir workspace'
  ).split(' '),
)

/** Under these stand paths and nothing else. */
const FILE_WORDS = new Set(
  (
    'dir directories directory dirs dst file filename filenames filepath files folder folders operand operands path ' +
    'paths src uri uris'
  ).split(' '),
)

const NAMED: Words = new Set(['path'])
const NAMELESS: Words = new Set()

/** The words of a command line in a list. */
export const COMMAND_LINE = new Set(['args', 'argv', 'arguments', 'command'])

/** Every text at any depth; names of members and of the tool itself only where they look like paths. */
export function argumentsOf(action: Action): readonly Argument[] {
  return [...nameOf(action.resource, []), ...textsOf(action.parameters, NAMELESS, [])]
}

function nameOf(name: string, items: readonly Item[]): readonly Argument[] {
  return /[/\\%]/.test(name) ? [{ text: name, words: NAMED, items }] : []
}

/** Every text of one value that stands under a name of these words. */
export function textsOf(value: JsonValue, words: Words, items: readonly Item[]): readonly Argument[] {
  const found: Argument[] = []
  collect(value, { words, items }, found)
  return found
}

function collect(value: JsonValue, place: Omit<Argument, 'text'>, found: Argument[]): void {
  const { words, items } = place
  if (typeof value === 'string') found.push({ text: value, words, items })
  else if (isArray(value)) {
    // The words of a command line are one thing.
    const isOne = hasWord(words, COMMAND_LINE)
    for (const item of value)
      collect(item, { words, items: isOne ? items : [...items, { list: value }] }, found)
  } else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      found.push(...nameOf(key, items))
      collect(inner, { words: wordsOf(key), items }, found)
    }
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value)
}

/** Whether one can start from the other: items of one list have nothing to do with each other. */
export function canJoin(left: Argument, right: Argument): boolean {
  const at = left.items.findIndex((item, level) => item !== right.items[level])
  return left !== right && (at === -1 || left.items[at]?.list !== right.items[at]?.list)
}

/** Names under which a document stands, as a file that is written or a message. */
const DOCUMENTS = new Set('body code content contents description html markdown message text'.split(' '))

export function isDocument({ words }: Argument): boolean {
  return words !== undefined && hasWord(words, DOCUMENTS)
}

export function isNamedForFiles(argument: Argument): boolean {
  return argument.words !== undefined && hasWord(argument.words, FILE_WORDS) && !isDocument(argument)
}

export function isNamedLikePath({ words }: Argument): boolean {
  return hasWord(words, PATH_WORDS)
}
