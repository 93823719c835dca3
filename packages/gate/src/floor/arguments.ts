import type { Action, JsonArray, JsonValue } from '@kvlar/core'
import { hasWord, wordsOf, type Words } from './words.ts'

/** One text of a call, with the words of the name it stands under. */
export interface Argument {
  readonly text: string
  readonly words: Words
  /** The items of lists that it stands in, from the outermost. */
  readonly items: readonly Item[]
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

const NAMED: Words = new Set(['path'])
const NAMELESS: Words = new Set()

const COMMAND_LINE = new Set(['args', 'argv', 'arguments', 'command'])

/** Every text at any depth; names of members and of the tool itself only where they look like paths. */
export function argumentsOf(action: Action): readonly Argument[] {
  const found: Argument[] = []
  const addName = (name: string, items: readonly Item[]): void => {
    if (/[/\\%]/.test(name)) found.push({ text: name, words: NAMED, items })
  }
  const add = (value: JsonValue, words: Words, items: readonly Item[]): void => {
    if (typeof value === 'string') found.push({ text: value, words, items })
    else if (isArray(value)) {
      // The words of a command line are one thing.
      const isOne = hasWord(words, COMMAND_LINE)
      for (const item of value) add(item, words, isOne ? items : [...items, { list: value }])
    } else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        addName(key, items)
        add(inner, wordsOf(key), items)
      }
  }
  addName(action.resource, [])
  add(action.parameters, NAMELESS, [])
  return found
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value)
}

/** Whether one can start from the other: items of one list have nothing to do with each other. */
export function canJoin(left: Argument, right: Argument): boolean {
  const at = left.items.findIndex((item, level) => item !== right.items[level])
  return left !== right && (at === -1 || left.items[at]?.list !== right.items[at]?.list)
}

export function isNamedLikePath({ words }: Argument): boolean {
  return hasWord(words, PATH_WORDS)
}
