import { parsePath, valueAt, type HeldRequest, type PathStep } from '@kvlar/approvals'
import { canonicalJson, isJsonArray, type JsonValue } from '@kvlar/core/json'
import { REVIEW_LIMITS } from '../review-limits.ts'

/** What a field of a page or a line of a terminal would change on its own. */
const UNKEPT = /[^\P{C}\n\t]/u

/** A value that a reviewer may change; it keeps its type. */
export interface EditableField {
  /** As an edit names it. */
  readonly path: string
  readonly place: readonly (string | number)[]
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'json'
  /** A text as it is, everything else as JSON. */
  readonly text: string
}

/** The fields that the rule lets reviewers edit, less those that are hidden or cannot be written faithfully. */
export function editableFields({
  call,
  terms,
}: Pick<HeldRequest, 'call' | 'terms'>): readonly EditableField[] {
  const hidden = call.hidden.map(({ path }) => pathText(path))
  const places = terms.editable.flatMap((path) => placesOf(call.args, parsePath(path)))
  const byPath = new Map(places.map((place) => [pathText(place), place]))
  return [...byPath]
    .filter(
      ([path]) =>
        !hidden.some((one) => path === one || one.startsWith(`${path}.`) || one.startsWith(`${path}[`)),
    )
    .slice(0, REVIEW_LIMITS.editFieldsMax)
    .flatMap(([path, place]) => {
      const value = valueAt(call.args, parsePath(path))
      if (value === undefined) return []
      const text = typeof value === 'string' ? value : canonicalJson(value)
      return UNKEPT.test(text) ? [] : [{ path, place, type: typeOf(value), text }]
    })
}

function typeOf(value: JsonValue): EditableField['type'] {
  if (value === null) return 'null'
  if (typeof value === 'object') return 'json'
  if (typeof value === 'string') return 'string'
  return typeof value === 'number' ? 'number' : 'boolean'
}

type PlaceOf = readonly (string | number)[]

/** The concrete places that a path with `[*]` means in these arguments. */
function placesOf(args: JsonValue, steps: readonly PathStep[]): readonly PlaceOf[] {
  let places: readonly { readonly path: PlaceOf; readonly value: JsonValue }[] = [{ path: [], value: args }]
  for (const step of steps)
    places = places
      .flatMap(({ path, value }) => {
        if (typeof value !== 'object' || value === null) return []
        if (isJsonArray(value)) {
          if ('key' in step) return []
          return value.flatMap((item, index) =>
            'every' in step || step.index === index ? [{ path: [...path, index], value: item }] : [],
          )
        }
        const item = 'key' in step && Object.hasOwn(value, step.key) ? value[step.key] : undefined
        return item === undefined || !('key' in step) ? [] : [{ path: [...path, step.key], value: item }]
      })
      .slice(0, REVIEW_LIMITS.editFieldsMax)
  return places.map(({ path }) => path)
}

function pathText(path: PlaceOf): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}
