import type { ConfigPath, ConfigValue } from './config-value.ts'

/** What stands at the path. */
export function valueAt(value: ConfigValue | undefined, path: ConfigPath): ConfigValue | undefined {
  let at = value
  for (const key of path) {
    if (at instanceof Map) at = at.get(String(key))
    else if (Array.isArray(at) && typeof key === 'number') at = at[key]
    else return undefined
  }
  return at
}

/** A copy with the value at the path exchanged, or taken away where it is undefined. */
export function changeValue(
  value: ConfigValue,
  path: ConfigPath,
  changed: ConfigValue | undefined,
): ConfigValue {
  const [key, ...rest] = path
  if (key === undefined) return changed ?? null
  if (Array.isArray(value)) {
    return value.map((item: ConfigValue, index) => (index === key ? changeValue(item, rest, changed) : item))
  }
  const copy = new Map<string, ConfigValue>(value instanceof Map ? value : [])
  const name = String(key)
  if (rest.length === 0 && changed === undefined) copy.delete(name)
  else
    copy.set(name, rest.length === 0 ? (changed ?? null) : changeValue(copy.get(name) ?? null, rest, changed))
  return copy
}
