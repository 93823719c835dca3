import { isJsonArray, type JsonObject, type JsonValue } from '@kvlar/core/json'

/** A field path of a policy, in steps: a key name, a list position, or `*` for every item. */
export type PathStep = { readonly key: string } | { readonly index: number } | { readonly every: true }

/** Reads a path that the policy loader has accepted: names, `[n]` and `[*]`, joined by dots. */
export function parsePath(text: string): readonly PathStep[] {
  return text.split('.').flatMap((part) => {
    const [, key = part, brackets = ''] = /^([^[\]]*)((?:\[[^\]]*\])*)$/.exec(part) ?? []
    const steps: PathStep[] = [{ key }]
    for (const [, index = ''] of brackets.matchAll(/\[([^\]]*)\]/g))
      steps.push(index === '*' ? { every: true } : { index: Number(index) })
    return steps
  })
}

/** A copy without the values that the paths lead to. */
export function withoutPaths(args: JsonObject, paths: readonly string[]): JsonObject {
  let left: JsonValue = args
  for (const path of paths) left = without(left, parsePath(path))
  // The first step of a path is a key, so the outermost object stays one.
  return left as JsonObject
}

/** Whether a concrete place is the one that the path of a policy names, or inside it. */
export function pathCovers(pattern: readonly PathStep[], place: readonly PathStep[]): boolean {
  if (place.length < pattern.length) return false
  return pattern.every((step, at) => {
    const other = place[at]
    if (other === undefined) return false
    if ('every' in step) return 'index' in other
    if ('key' in step) return 'key' in other && other.key === step.key
    return 'index' in other && other.index === step.index
  })
}

/** A copy in which the value at a concrete place is another one; undefined when nothing is there. */
export function withValue(
  value: JsonValue | undefined,
  place: readonly PathStep[],
  replacement: JsonValue,
): JsonValue | undefined {
  const [step, ...rest] = place
  if (step === undefined) return value === undefined ? undefined : replacement
  if (typeof value !== 'object' || value === null || 'every' in step) return undefined
  if (isJsonArray(value)) {
    if (!('index' in step) || step.index >= value.length) return undefined
    const changed = withValue(value[step.index], rest, replacement)
    return changed === undefined ? undefined : value.with(step.index, changed)
  }
  if (!('key' in step) || !Object.hasOwn(value, step.key)) return undefined
  const changed = withValue(value[step.key], rest, replacement)
  return changed === undefined ? undefined : withKey(value, step.key, changed)
}

/** The value at a concrete place. */
export function valueAt(value: JsonValue | undefined, place: readonly PathStep[]): JsonValue | undefined {
  const [step, ...rest] = place
  if (step === undefined || value === undefined) return value
  if (typeof value !== 'object' || value === null || 'every' in step) return undefined
  if (isJsonArray(value)) return 'index' in step ? valueAt(value[step.index], rest) : undefined
  return 'key' in step && Object.hasOwn(value, step.key) ? valueAt(value[step.key], rest) : undefined
}

function without(value: JsonValue, path: readonly PathStep[]): JsonValue {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return value
  if (isJsonArray(value)) {
    if ('key' in step) return value
    // A place in a list is blanked, not removed: the others keep their positions.
    return value.map((item, index) =>
      'every' in step || step.index === index ? (rest.length === 0 ? null : without(item, rest)) : item,
    )
  }
  if (!('key' in step) || !Object.hasOwn(value, step.key)) return value
  const inner = value[step.key]
  if (rest.length > 0 && inner !== undefined) return withKey(value, step.key, without(inner, rest))
  const copy: Record<string, JsonValue> = Object.create(null)
  for (const [key, item] of Object.entries(value)) if (key !== step.key) copy[key] = item
  return copy
}

function withKey(value: JsonObject, changed: string, item: JsonValue): JsonObject {
  const copy: Record<string, JsonValue> = Object.create(null)
  for (const [key, old] of Object.entries(value)) copy[key] = key === changed ? item : old
  return copy
}
