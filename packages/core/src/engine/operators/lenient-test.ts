import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { piecesOfJson } from '../arguments/embedded-texts.ts'
import { jsonEqual } from '../arguments/json-equal.ts'
import { isJsonArray } from '../../json/json-shape.ts'
import { jsonIn } from '../arguments/json-text.ts'
import { booleanIn, numbersIn } from './spelled-scalar.ts'

/** What a reader that converts types could take for one of some items. */
interface Spellings {
  readonly texts: Set<string>
  /** Numbers that are items, or that an item spells. */
  readonly numbers: Set<number>
  /** Numbers that are items themselves, which a text can spell. */
  readonly numerals: Set<number>
  /** Texts of which an item spells one truth value. */
  readonly booleans: Set<boolean>
  /** Whether an item is a truth value. */
  hasTruth: boolean
  readonly composites: (JsonArray | JsonObject)[]
}

/**
 * Whether some lenient reader could take a value for one of the items: the same text but for blanks around it, a number
 * that is spelled or cut out in one of the ways of `numbersIn`, JSON as text, or a list or object with such a value or
 * key anywhere in it. Of what is true and what is not languages agree on nothing, so every value can be taken for an
 * item that is a truth value. More than can be looked through counts as yes.
 */
export function lenientTest(items: JsonArray): (value: JsonValue) => boolean {
  const spellings = spellingsOf(items)
  return (value) => isTaken([value], spellings)
}

/** The same of what stands in a text that is JSON; false for any other text. */
export function lenientTestWithin(items: JsonArray): (text: string) => boolean {
  const spellings = spellingsOf(items)
  return (text) => isTaken(insideOf(text, spellings), spellings)
}

/** What a text holds that is JSON: read strictly where a whole list or object is looked for, laxly in any case. */
function insideOf(text: string, { composites }: Spellings): JsonValue[] {
  const pieces: JsonValue[] = piecesOfJson(text, LIMITS.lenientVisitsMax)
  const json = composites.length > 0 ? jsonIn(text) : undefined
  return json === undefined ? pieces : [json, ...pieces]
}

function isTaken(open: JsonValue[], spellings: Spellings): boolean {
  if (spellings.hasTruth) return true
  let visits = 0
  while (open.length > 0) {
    const next = open.pop() ?? null
    visits += typeof next === 'object' ? 1 + spellings.composites.length : 1
    if (visits > LIMITS.lenientVisitsMax || isSpelling(next, spellings)) return true
    if (typeof next === 'string') open.push(...insideOf(next, spellings))
    if (typeof next !== 'object' || next === null) continue
    if (!isJsonArray(next)) open.push(...Object.keys(next).slice(0, LIMITS.lenientVisitsMax))
    open.push(...Object.values(next).slice(0, LIMITS.lenientVisitsMax))
  }
  return false
}

function spellingsOf(items: JsonArray): Spellings {
  const found: Spellings = {
    texts: new Set(),
    numbers: new Set(),
    numerals: new Set(),
    booleans: new Set(),
    hasTruth: false,
    composites: [],
  }
  for (const item of items) addSpellings(item, found)
  return found
}

function addSpellings(item: JsonValue, found: Spellings): void {
  if (typeof item === 'number') {
    found.numbers.add(item)
    found.numerals.add(item)
    if (item === 0 || item === 1) found.booleans.add(item === 1)
  } else if (typeof item === 'boolean') {
    found.hasTruth = true
  } else if (typeof item === 'string') {
    found.texts.add(item.trim())
    const number = Number(item.trim())
    if (item.trim() !== '' && !Number.isNaN(number)) found.numbers.add(number)
    const boolean = booleanIn(item)
    if (boolean !== undefined) found.booleans.add(boolean)
    const json = jsonIn(item)
    if (json !== undefined) found.composites.push(json)
  } else if (item !== null) {
    found.composites.push(item)
    // A list of one stands for its item, and a list of several for their texts with commas, as in a query string.
    if (isJsonArray(item)) found.texts.add(item.map((part) => scalarText(part)).join(','))
  }
}

function isSpelling(value: JsonValue, spellings: Spellings): boolean {
  const { texts, numbers, booleans, numerals, composites } = spellings
  if (value === null) return false
  if (typeof value === 'number') return numbers.has(value) || texts.has(String(value))
  if (typeof value === 'boolean') return booleans.has(value) || texts.has(String(value))
  if (typeof value === 'string') return isTextSpelling(value, spellings)
  // An empty list is 0 to a reader that makes a number of everything.
  if (numerals.has(0) && isJsonArray(value) && value.length === 0) return true
  return composites.some((item) => jsonEqual(value, item))
}

function isTextSpelling(text: string, { texts, numerals }: Spellings): boolean {
  if (texts.has(text.trim())) return true
  if (numerals.size > 0) {
    if (numbersIn(text).some((number) => Number.isNaN(number) || numerals.has(number))) return true
    const boolean = booleanIn(text)
    if (boolean !== undefined && numerals.has(Number(boolean))) return true
  }
  return false
}

function scalarText(value: JsonValue): string {
  return typeof value === 'object' ? '' : String(value).trim()
}
