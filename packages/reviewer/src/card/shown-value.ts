import type { HiddenValue } from '@kvlar/approvals'
import { REDACTED } from '@kvlar/core'
import { canonicalJson, isJsonArray, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { REVIEW_LIMITS } from '../review-limits.ts'
import type { EditableField } from './editable-fields.ts'
import { paired } from './reading-order.ts'
import { textWarnings } from './text-warnings.ts'

/** A text from this length on says its length. */
const LONG_CHARS = 120

/** One argument, or one item inside of one. */
export interface ShownValue {
  /** A key, or `[n]`. */
  readonly name: string
  /** For people, such as `text` or `list of 3`. */
  readonly type: string
  readonly shown: Shown
  /** How it may be changed, where it may be. */
  readonly edit?: EditableField
}

export type Shown =
  /** A text of the caller; nothing of it is cut. */
  | {
      readonly kind: 'text'
      readonly text: string
      /** How long it is, when that is worth a word. */
      readonly chars?: number
      readonly warnings: readonly string[]
      /** Set when a part of it is hidden. */
      readonly hidden?: HiddenValue
    }
  /** A number, true, false, null, or what is empty. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'hidden'; readonly hidden?: HiddenValue }
  | { readonly kind: 'items'; readonly items: readonly ShownValue[] }

interface Place {
  readonly path: readonly (string | number)[]
  readonly hidden: ReadonlyMap<string, HiddenValue>
  readonly editable: ReadonlyMap<string, EditableField>
}

export interface ShownValuesOptions {
  readonly hidden: readonly HiddenValue[]
  readonly editable: readonly EditableField[]
}

/** Arguments as people are shown them. */
export function shownValues(
  entries: readonly (readonly [key: string, value: JsonValue])[],
  { hidden, editable }: ShownValuesOptions,
): readonly ShownValue[] {
  const place = {
    hidden: new Map(hidden.map((one) => [JSON.stringify(one.path), one])),
    editable: new Map(editable.map((one) => [JSON.stringify(one.place), one])),
  }
  return entries.map(([key, value]) => shownValue(key, value, { path: [key], ...place }))
}

function shownValue(name: string, value: JsonValue, place: Place): ShownValue {
  const edit = place.editable.get(JSON.stringify(place.path))
  return {
    name,
    type: typeOf(value, place),
    shown: shownOf(value, place),
    ...(edit !== undefined && { edit }),
  }
}

function shownOf(value: JsonValue, place: Place): Shown {
  const hidden = hiddenAt(place)
  if (value === REDACTED || (hidden !== undefined && typeof value !== 'string'))
    return { kind: 'hidden', ...(hidden !== undefined && { hidden }) }
  if (typeof value === 'string') return textOf(value, hidden)
  if (typeof value !== 'object' || value === null) return { kind: 'literal', text: String(value) }
  const items = itemsOf(value)
  if (items.length === 0) return { kind: 'literal', text: isJsonArray(value) ? '[]' : '{}' }
  if (place.path.length >= REVIEW_LIMITS.reviewDepthMax) return textOf(canonicalJson(value))
  return {
    kind: 'items',
    items: items.map(([step, item]) =>
      shownValue(typeof step === 'number' ? `[${step}]` : step, item, {
        ...place,
        path: [...place.path, step],
      }),
    ),
  }
}

function textOf(text: string, hidden?: HiddenValue): Shown {
  return {
    kind: 'text',
    text,
    ...(text.length >= LONG_CHARS && { chars: text.length }),
    warnings: textWarnings(text),
    ...(hidden !== undefined && { hidden }),
  }
}

function itemsOf(
  value: readonly JsonValue[] | JsonObject,
): readonly (readonly [step: string | number, item: JsonValue])[] {
  return isJsonArray(value)
    ? value.map((item, index) => [index, item] as const)
    : paired(Object.entries(value))
}

function hiddenAt({ path, hidden }: Place): HiddenValue | undefined {
  return hidden.get(JSON.stringify(path))
}

function typeOf(value: JsonValue, place: Place): string {
  const hidden = hiddenAt(place)
  if (hidden !== undefined) return hidden.type === 'string' ? 'text' : hidden.type
  if (value === null) return 'null'
  if (isJsonArray(value)) return `list of ${value.length}`
  return typeof value === 'string' ? 'text' : typeof value
}
