import type { JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import { embeddedTexts } from './embedded-texts.ts'
import { isJsonArray } from './json-equal.ts'

/** Takes one text of a call; true ends the walk. */
export type TextVisitor = (text: string) => boolean

/**
 * Shows every text of a value to the visitor, at any depth: keys, texts, and numbers as their shortest decimal. A text
 * that is JSON shows the texts inside of it as well. Whether the visitor ended the walk.
 *
 * @throws RangeError when there are more texts than are looked at, or they are nested deeper
 */
export function visitTexts(value: JsonValue, visit: TextVisitor): boolean {
  return visitWithin(value, visit, { left: LIMITS.textsMax })
}

function visitWithin(value: JsonValue, visit: TextVisitor, budget: { left: number }): boolean {
  if (typeof value !== 'object') return typeof value !== 'boolean' && visitOne(String(value), visit, budget)
  if (value === null) return false
  if (isJsonArray(value)) return value.some((item) => visitWithin(item, visit, budget))
  return Object.entries(value).some(
    ([key, item]) => visitOne(key, visit, budget) || visitWithin(item, visit, budget),
  )
}

function visitOne(text: string, visit: TextVisitor, budget: { left: number }): boolean {
  budget.left -= 1
  if (budget.left < 0) throw new RangeError(`there are more than ${LIMITS.textsMax} texts`)
  if (visit(text)) return true
  // Each is shorter than what it stands in, so this ends.
  for (const inner of embeddedTexts(text)) if (visitOne(inner, visit, budget)) return true
  return false
}
