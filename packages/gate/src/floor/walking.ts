import type { Action } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { COMMAND_LINE } from './arguments.ts'
import { hasWord, wordsOf } from './words.ts'

/** What a call does with whole folders: it changes what is in them, reads it, or only lists one folder. */
export type Walk = 'changes' | 'reads' | 'lists'

const CHANGING = new Set(
  (
    'bulk chmod chown clean cleanup copy cp delete destroy duplicate encrypt erase expand extract mirror move mv ' +
    'overwrite purge relocate remove rename replace replicate restore rm rmdir rmtree rsync shred sync trash unlink ' +
    'unpack untar unzip wipe'
  ).split(' '),
)

/** Of all that is in a folder, the one that it works in if no other is named. */
const WALKING =
  'archive backup compress find glob grep recursive recursively rg ripgrep scan search snapshot tar traverse tree walk zip'.split(
    ' ',
  )

const WALKING_WORDS = new Set(WALKING)

const READING = new Set([
  ...WALKING,
  ...'bundle collect concat diff dump export index ingest pack upload'.split(' '),
])

/** What these words say depends on whether a folder is meant. */
const FOLDERS = new Set('dir directories directory dirs documents folder folders'.split(' '))
const CHANGING_FOLDERS = new Set('clear clone empty reset'.split(' '))
const READING_FOLDERS = new Set('load read share'.split(' '))

const LISTING = new Set(['dir', 'info', 'list', 'ls', 'stat'])

/** What is staged can be shown. */
const GIT = new Set(['git'])
const STAGING = new Set(['add', 'stage'])

/** Names of arguments that say what one tool for everything is to do. */
const OPERATION = new Set([
  'action',
  'command',
  'method',
  'mode',
  'op',
  'operation',
  'subcommand',
  'type',
  'verb',
])

/** A longer text names no operation. */
const OPERATION_CHARS_MAX = 64

/**
 * What a call says in words of the folders that it takes: in the name of its tool, in an argument that chooses an
 * operation, or in a switch such as `recursive: true`.
 */
export function walkOf(action: Action): Walk | undefined {
  const said = saidBy(action).map(wordsOf)
  const says = (...lists: readonly ReadonlySet<string>[]): boolean =>
    said.some((words) => lists.every((list) => hasWord(words, list)))
  if (says(CHANGING) || says(CHANGING_FOLDERS, FOLDERS)) return 'changes'
  if (saysRecursive(action.parameters)) return 'reads'
  if (says(READING) || says(READING_FOLDERS, FOLDERS) || says(GIT, STAGING)) return 'reads'
  return said.some((words) => hasWord(words, LISTING)) ? 'lists' : undefined
}

/**
 * Whether a tool walks the folder that it works in. Other folders that a call names change nothing, since a server does
 * not look at arguments that it does not know; a command line says nothing of its tool.
 */
export function walksWorkplace(action: Action): boolean {
  return saidBy(action).some((said) => !/\s/.test(said) && hasWord(wordsOf(said), WALKING_WORDS))
}

function saidBy({ type, resource, parameters }: Action): readonly string[] {
  return [...(type === 'tool_call' ? [resource] : []), ...operations(parameters)]
}

/** Names of operations that the arguments choose, and of switches that are on. */
function operations(parameters: JsonObject): readonly string[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    if (typeof value === 'string') return isOperation(key, value) ? [value] : []
    if (isOn(value)) return [key]
    return isObject(value) ? operations(value) : []
  })
}

function isOperation(key: string, value: string): boolean {
  return value.length <= OPERATION_CHARS_MAX && hasWord(wordsOf(key), OPERATION)
}

/** In the words of a command line. */
function saysRecursive(parameters: JsonObject): boolean {
  return Object.entries(parameters).some(
    ([key, value]) =>
      Array.isArray(value) &&
      hasWord(wordsOf(key), COMMAND_LINE) &&
      value.some((item: JsonValue) => isRecursive(item)),
  )
}

/** `-r`, `-Rn`, `--recursive`. */
function isRecursive(item: JsonValue): boolean {
  return typeof item === 'string' && /^-(?:[A-Za-z]{0,8}[rR][A-Za-z]{0,8}|-recursive)$/.test(item)
}

function isOn(value: JsonValue): boolean {
  return value === true || (typeof value === 'number' && value > 0)
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
