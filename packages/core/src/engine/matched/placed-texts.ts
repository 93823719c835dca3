import type { Action } from '../../action.ts'
import type { JsonValue } from '../../json-value.ts'
import { embeddedTexts } from '../embedded-texts.ts'
import { isJsonArray } from '../json-equal.ts'

/** A text of a call and where it stands. */
export interface PlacedText {
  readonly text: string
  /** Of an argument; empty for the resource and the target. A key stands where its value does. */
  readonly path: string
  /** The key names on the way, for redaction. */
  readonly keys: readonly string[]
}

/** Every text of a call in the order of `visitTexts`, each with its place. */
export function* placedTexts({ resource, target, parameters }: Action): Generator<PlacedText> {
  yield { text: resource, path: '', keys: [] }
  if (target !== undefined) yield { text: target, path: '', keys: [] }
  yield* textsIn(parameters, '', [])
}

function* textsIn(value: JsonValue, path: string, keys: readonly string[]): Generator<PlacedText> {
  if (value === null || typeof value === 'boolean') return
  if (typeof value !== 'object') {
    const text = String(value)
    yield { text, path, keys }
    for (const inner of embeddedTexts(text)) yield* textsIn(inner, path, keys)
  } else if (isJsonArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, `${path}[${index}]`, keys)
  } else {
    for (const [key, item] of Object.entries(value)) {
      const inner = path === '' ? key : `${path}.${key}`
      const way = [...keys, key]
      yield* textsIn(key, inner, way)
      yield* textsIn(item, inner, way)
    }
  }
}
