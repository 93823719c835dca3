import type { Action, JsonObject, JsonValue } from '@kvlar/core'
import { hasWord, wordsOf } from './words.ts'

/** What a call does with whole folders: it changes what is in them, reads it, or only lists one folder. */
export type Walk = 'changes' | 'reads' | 'lists'

const CHANGING = new Set(
  (
    'clean cleanup copy cp delete erase expand extract mirror move mv purge remove rename replace restore rm rmdir ' +
    'rmtree rsync shred sync trash unlink unpack untar unzip wipe'
  ).split(' '),
)

const READING = new Set(
  (
    'archive backup compress diff dump export find glob grep index pack recursive recursively rg ripgrep scan search ' +
    'snapshot tar traverse tree upload walk zip'
  ).split(' '),
)

const LISTING = new Set(['dir', 'info', 'list', 'ls', 'stat'])

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
export function walkOf({ type, resource, parameters }: Action): Walk | undefined {
  const said = [...(type === 'tool_call' ? [resource] : []), ...operations(parameters)].map(wordsOf)
  if (said.some((words) => hasWord(words, CHANGING))) return 'changes'
  if (said.some((words) => hasWord(words, READING))) return 'reads'
  return said.some((words) => hasWord(words, LISTING)) ? 'lists' : undefined
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

function isOn(value: JsonValue): boolean {
  return value === true || (typeof value === 'number' && value > 0)
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
