import type { JsonArray, JsonObject, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import { isJsonArray, jsonEqual } from './json-equal.ts'
import { jsonIn } from './json-text.ts'

/** What a reader that converts types could take for one of some items. */
interface Spellings {
  readonly texts: Set<string>
  /** Numbers that are items, or that an item spells. */
  readonly numbers: Set<number>
  readonly booleans: Set<boolean>
  /** Numbers and truth values that are items themselves, which a text can spell. */
  readonly numerals: Set<number>
  readonly words: Set<boolean>
  readonly composites: (JsonArray | JsonObject)[]
}

/**
 * Whether some lenient reader could take a value for one of the items: the same text but for blanks around it, the same
 * number, `"True"` or 1 for true, JSON as text, or a list or object with such a value or key anywhere in it. More than
 * can be looked through counts as yes.
 */
export function lenientTest(items: JsonArray): (value: JsonValue) => boolean {
  const spellings = spellingsOf(items)
  return (value) => {
    const open: JsonValue[] = [value]
    let visits = 0
    while (open.length > 0) {
      const next = open.pop() ?? null
      visits += typeof next === 'object' ? 1 + spellings.composites.length : 1
      if (visits > LIMITS.lenientVisitsMax || isSpelling(next, spellings)) return true
      if (typeof next !== 'object' || next === null) continue
      if (!isJsonArray(next)) open.push(...Object.keys(next).slice(0, LIMITS.lenientVisitsMax))
      open.push(...Object.values(next).slice(0, LIMITS.lenientVisitsMax))
    }
    return false
  }
}

function spellingsOf(items: JsonArray): Spellings {
  const found: Spellings = {
    texts: new Set(),
    numbers: new Set(),
    booleans: new Set(),
    numerals: new Set(),
    words: new Set(),
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
    found.booleans.add(item)
    found.words.add(item)
    found.numbers.add(Number(item))
  } else if (typeof item === 'string') {
    found.texts.add(item.trim())
    const number = numberIn(item)
    if (number !== undefined) found.numbers.add(number)
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
  const { texts, numbers, booleans, composites } = spellings
  if (value === null) return false
  if (typeof value === 'number') return numbers.has(value) || texts.has(String(value))
  if (typeof value === 'boolean') return booleans.has(value) || texts.has(String(value))
  if (typeof value === 'string') return isTextSpelling(value, spellings)
  return composites.some((item) => jsonEqual(value, item))
}

function isTextSpelling(text: string, { texts, numerals, words, composites }: Spellings): boolean {
  if (texts.has(text.trim())) return true
  if (numerals.size > 0) {
    const number = numberIn(text)
    if (number !== undefined && (Number.isNaN(number) || numerals.has(number))) return true
  }
  if (words.size > 0) {
    const boolean = booleanIn(text)
    if (boolean !== undefined && words.has(boolean)) return true
  }
  const json = composites.length > 0 ? jsonIn(text) : undefined
  return json !== undefined && composites.some((item) => jsonEqual(json, item))
}

function scalarText(value: JsonValue): string {
  return typeof value === 'object' ? '' : String(value).trim()
}

/** The number that a text spells; NaN for digits of other scripts, which some readers take and others do not. */
function numberIn(text: string): number | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\d)_(?=\d)/g, '')
  if (plain === '') return undefined
  const number = Number(plain)
  if (!Number.isNaN(number)) return number
  return /^[+-]?[\p{Nd}.]+$/u.test(plain) && /\P{ASCII}/u.test(plain) ? number : undefined
}

const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
])

/** The truth value that a text spells for the usual readers of forms and configurations. */
function booleanIn(text: string): boolean | undefined {
  const word = text.trim()
  return word.length <= 5 ? BOOLEAN_WORDS.get(word.toLowerCase()) : undefined
}
