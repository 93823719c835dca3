import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { embeddedTexts, looksLikeJson } from './embedded-texts.ts'
import { isJsonArray } from '../../json/json-shape.ts'

/** Where a text stands; empty for the call as a whole. A key stands where its value does. */
export interface TextPlace {
  /** Of an argument. */
  readonly path: string
  /** The key names on the way, for redaction. */
  readonly keys: readonly string[]
}

/** Takes one text of a call; true ends the walk. */
export type TextVisitor = (text: string) => boolean

/** The same with its place. */
export type PlacedVisitor = (text: string, place: TextPlace) => boolean

export const NO_PLACE: TextPlace = { path: '', keys: [] }

/** A walk with places makes a text for each of them, so what only decides goes without. */
interface Walk<Place extends TextPlace | undefined> {
  readonly visit: (text: string, place: Place) => boolean
  readonly within: (place: Place, key: string | number) => Place
  left: number
}

/**
 * Shows every text of a value to the visitor, at any depth: keys, texts, and numbers as their shortest decimal. A text
 * that is JSON shows the texts inside of it as well. Whether the visitor ended the walk.
 *
 * @throws RangeError when there are more texts than are looked at, or they are nested deeper
 */
export function visitTexts(value: JsonValue, visit: TextVisitor): boolean {
  return visitWithin(value, undefined, { visit, within: () => undefined, left: LIMITS.textsMax })
}

/** The same, in the same order, with the place of each text. @throws RangeError as `visitTexts` does */
export function visitPlacedTexts(value: JsonValue, visit: PlacedVisitor): boolean {
  return visitWithin(value, NO_PLACE, { visit, within: placeWithin, left: LIMITS.textsMax })
}

function placeWithin({ path, keys }: TextPlace, key: string | number): TextPlace {
  if (typeof key === 'number') return { path: `${path}[${key}]`, keys }
  return { path: path === '' ? key : `${path}.${key}`, keys: [...keys, key] }
}

function visitWithin<Place extends TextPlace | undefined>(
  value: JsonValue,
  place: Place,
  walk: Walk<Place>,
): boolean {
  if (typeof value !== 'object') return typeof value !== 'boolean' && visitOne(String(value), place, walk)
  if (value === null) return false
  if (isJsonArray(value)) return value.some((item, at) => visitWithin(item, walk.within(place, at), walk))
  for (const key of Object.keys(value)) {
    const inner = walk.within(place, key)
    if (visitOne(key, inner, walk) || visitWithin(value[key] ?? null, inner, walk)) return true
  }
  return false
}

function visitOne<Place extends TextPlace | undefined>(
  text: string,
  place: Place,
  walk: Walk<Place>,
): boolean {
  walk.left -= 1
  if (walk.left < 0) throw new RangeError(`there are more than ${LIMITS.textsMax} texts`)
  if (walk.visit(text, place)) return true
  if (!looksLikeJson(text)) return false
  // Each is shorter than what it stands in, so this ends.
  for (const inner of embeddedTexts(text)) if (visitOne(inner, place, walk)) return true
  return false
}
