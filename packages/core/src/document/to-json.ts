import type { JsonObject, JsonValue } from '../json-value.ts'
import type { Read } from './map-reader.ts'
import type { Node } from './node.ts'

/** The JSON value of a node; objects have a null prototype. Depth is bounded by the document's. */
export function jsonOf(node: Node): JsonValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(jsonOf)
  const object: Record<string, JsonValue> = Object.create(null)
  for (const [key, { value }] of node.entries) object[key] = jsonOf(value)
  return object
}

/** Any JSON value. */
export const toJson: Read<JsonValue> = (node) => jsonOf(node)

/** A JSON object. */
export const readJsonObject: Read<JsonObject> = (node, report) => {
  if (node.kind !== 'map') return report.shared('WRONG_TYPE', node, 'the value must be a map')
  const object: Record<string, JsonValue> = Object.create(null)
  for (const [key, { value }] of node.entries) object[key] = jsonOf(value)
  return object
}
