import { LIMITS } from '../limits.ts'
import { readToml } from '../toml/read-toml.ts'
import type { Span, TomlNode } from '../toml/toml-tree.ts'
import { itemPath, keyPath } from './node.ts'

/** Where a key and its value stand in a TOML text. */
export interface TomlPlace {
  readonly key: Span
  readonly value: Span
}

/**
 * Where every key and item of a TOML text stands, by path; nothing for a text that does not parse. What is nested more
 * deeply than a document may be is left out: it is refused at a place above.
 */
export function tomlPlaces(text: string): ReadonlyMap<string, TomlPlace> {
  const places = new Map<string, TomlPlace>()
  const reading = readToml(text, { depthMax: LIMITS.documentDepthMax })
  if (reading.ok) notePlaces(reading.root, { path: '', depth: 0 }, places)
  return places
}

interface Position {
  readonly path: string
  readonly depth: number
}

function notePlaces(node: TomlNode, { path, depth }: Position, places: Map<string, TomlPlace>): void {
  if (depth > LIMITS.documentDepthMax) return
  const note = (inner: string, key: Span, value: TomlNode): void => {
    places.set(inner, { key: spanOf(key), value: spanOf(value) })
    notePlaces(value, { path: inner, depth: depth + 1 }, places)
  }
  switch (node.kind) {
    case 'table':
      for (const { key, keySpan, value } of node.members) note(keyPath(path, key), keySpan, value)
      break
    case 'array':
      for (const [index, item] of node.items.entries()) note(itemPath(path, index), item, item)
      break
    case 'scalar':
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}
