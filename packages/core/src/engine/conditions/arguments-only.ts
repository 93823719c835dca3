import type { JsonObject, JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { type Glob, isArgumentPattern } from '../../match/glob.ts'
import type { ArgumentsOnlyCondition, FieldPath } from '../../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import { isJsonArray } from '../../json/json-shape.ts'
import { compileGlob } from '../rules/name-set.ts'
import { ERROR, TRUE } from '../truth-mask.ts'

/** What may stand at one place: anything where neither keys nor items are named. */
interface NamedPlace {
  /** By the name as the rule writes it. */
  readonly keys: Map<string, NamedPlace>
  /** Those of them that are patterns. */
  readonly patterns: { readonly glob: Glob; readonly place: NamedPlace }[]
  items?: NamedPlace
}

/** Names that a pattern covers; any other must be written out. */
const ORDINARY_NAME = /^[A-Za-z0-9_-]{1,64}$/

/** Elements of lists that may still be looked at. */
interface Budget {
  left: number
}

/**
 * The closed world of one rule: arguments that it does not name are an error, so an allow rule covers what it names and
 * no more, and no argument that a rule has never heard of carries a call past a deny.
 */
export function compileArgumentsOnly({ paths }: ArgumentsOnlyCondition): CompiledCondition {
  const named = namedPlaces(paths)
  const stranger = (parameters: JsonObject) =>
    strangerIn(parameters, named, { left: LIMITS.wildcardElementsMax })
  return {
    evaluate: ({ parameters }) => {
      if (parameters === UNKNOWN_PARAMETERS) return TRUE | ERROR
      return stranger(parameters) === undefined ? TRUE : ERROR
    },
    explain: ({ parameters }, _facts, text) => {
      const found = stranger(parameters)
      const known = paths.map((path) => text.shown(path.text)).join(', ')
      const expected = `expected no arguments but ${known === '' ? 'none at all' : known}`
      return { part: '', detail: found === undefined ? expected : `${expected}, found ${text.shown(found)}` }
    },
    problem: ({ parameters }) =>
      stranger(parameters) === undefined
        ? undefined
        : 'the call has an argument that the rule does not name, or one of another shape',
    addNeeds: () => undefined,
  }
}

function namedPlaces(paths: readonly FieldPath[]): NamedPlace {
  const root = emptyPlace()
  for (const { segments } of paths) {
    let place = root
    for (const segment of segments) {
      if (segment.kind === 'key') place = keyPlace(place, segment.key)
      else place = place.items ??= emptyPlace()
    }
  }
  return root
}

function emptyPlace(): NamedPlace {
  return { keys: new Map(), patterns: [] }
}

function keyPlace({ keys, patterns }: NamedPlace, key: string): NamedPlace {
  const known = keys.get(key)
  if (known !== undefined) return known
  const place = emptyPlace()
  keys.set(key, place)
  if (isArgumentPattern(key)) patterns.push({ glob: compileGlob(key), place })
  return place
}

/** The place of a key of the call: the one that is named, or the first pattern that covers it. */
function placeOf({ keys, patterns }: NamedPlace, key: string): NamedPlace | undefined {
  if (patterns.length === 0) return keys.get(key)
  const named = isArgumentPattern(key) ? undefined : keys.get(key)
  if (named !== undefined || !ORDINARY_NAME.test(key)) return named
  return patterns.find(({ glob }) => glob.test(key))?.place
}

/** Where the first thing stands that is not named; undefined when there is none. */
function strangerIn(value: JsonValue, place: NamedPlace, budget: Budget, at = ''): string | undefined {
  // Null is absent, and where nothing is there, nothing is strange.
  if (value === null) return undefined
  const isRoot = at === ''
  if (!isRoot && place.keys.size === 0 && place.items === undefined) return undefined
  if (typeof value !== 'object') return at
  if (isJsonArray(value))
    return place.items === undefined ? at : strangerAmong(value, place.items, budget, at)
  if (!isRoot && place.keys.size === 0) return at
  for (const key of Object.keys(value)) {
    const path = isRoot ? key : `${at}.${key}`
    const inner = placeOf(place, key)
    const item = value[key]
    if (inner === undefined || item === undefined) return path
    const found = strangerIn(item, inner, budget, path)
    if (found !== undefined) return found
  }
  return undefined
}

function strangerAmong(
  items: readonly JsonValue[],
  place: NamedPlace,
  budget: Budget,
  at: string,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const path = `${at}[${index}]`
    budget.left -= 1
    const found = budget.left < 0 ? path : strangerIn(item, place, budget, path)
    if (found !== undefined) return found
  }
  return undefined
}
