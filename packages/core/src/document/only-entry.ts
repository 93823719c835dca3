import { isFreeKey } from './map-reader.ts'
import type { MapEntry, Node } from './node.ts'

/** The entry of a map that has exactly one, free keys (`x-…`, `metadata`) not counted. */
export function onlyEntry(node: Node): readonly [string, MapEntry] | undefined {
  if (node.kind !== 'map') return undefined
  const entries = [...node.entries].filter(([key]) => !isFreeKey(key))
  return entries.length === 1 ? entries[0] : undefined
}
