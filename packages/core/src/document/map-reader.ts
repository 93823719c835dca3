import { nearest } from '../text/nearest.ts'
import { otherKind, type FileKind } from './file-kinds.ts'
import type { MapNode, Node } from './node.ts'
import type { Report } from './report.ts'

/** Reads a value, or reports why not and returns undefined. */
export type Read<T> = (node: Node, report: Report) => T | undefined

/** The keys of one kind of map, each with a line for people; the JSON Schema is built from the same tables. */
export type KeyTable = Readonly<Record<string, string>>

/** Reads the keys of one map; on construction it has reported every key that has no meaning there. */
export interface MapReader {
  readonly node: MapNode
  has(key: string): boolean
  /** The value of a key; undefined when absent or wrong (then it is reported). */
  optional<T>(key: string, read: Read<T>): T | undefined
  /** The same; an absent key is reported too. */
  required<T>(key: string, read: Read<T>): T | undefined
}

/** Keys that carry notes of people and other programs, at every level; JSON editors look for `$schema`. */
export function isFreeKey(key: string): boolean {
  return key === 'metadata' || key === '$schema' || key.startsWith('x-')
}

/** Which map is read. */
export interface MapShape {
  readonly keys: KeyTable
  /** Names it in messages, such as `a rule`. */
  readonly what: string
  /** Further names that a misspelt key may mean. */
  readonly hints?: readonly string[]
  /** Of a whole file: one of another kind is told as such, where a list of unknown keys would only confuse. */
  readonly file?: FileKind
}

/** Starts reading a map. */
export function readMap(
  node: Node,
  report: Report,
  { keys, what, hints = [], file }: MapShape,
): MapReader | undefined {
  if (node.kind !== 'map')
    return report.shared('WRONG_TYPE', node, `${what} must be a map, not ${kindOf(node)}`)
  const other = file === undefined ? undefined : otherKind(node, file)
  if (other !== undefined) return report.shared('OTHER_FILE', other.place, other.message, other.help)
  const misspelt = new Set<string>()
  for (const [key, { keyPlace }] of node.entries) {
    if (Object.hasOwn(keys, key) || isFreeKey(key)) continue
    const meant = report.isFull ? undefined : nearest(key, [...Object.keys(keys), ...hints])
    if (meant !== undefined) misspelt.add(meant)
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`
    report.shared('UNKNOWN_KEY', keyPlace, `\`${key}\` is not a key of ${what}; refusing it`, help)
  }
  const optional = <T>(key: string, read: Read<T>): T | undefined => {
    const entry = node.entries.get(key)
    return entry === undefined ? undefined : read(entry.value, report)
  }
  return {
    node,
    has: (key) => node.entries.has(key),
    optional,
    required(key, read) {
      // The misspelt key has been reported already.
      if (misspelt.has(key)) return optional(key, read)
      if (!node.entries.has(key))
        return report.shared('MISSING_KEY', node, `${what} has no \`${key}\`, which is required`)
      return optional(key, read)
    },
  }
}

/** What a value is, in the words of the file formats. */
export function kindOf(node: Node): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'map') return 'a map'
  if (node.value === null) return 'empty'
  if (typeof node.value === 'string') return 'text'
  return typeof node.value === 'number' ? 'a number' : 'true or false'
}
