import type { ConfigValue } from './config-value.ts'

/** What a parser returned, as a plain value of the configuration; objects become maps, so that `__proto__` is a key like any other. */
export function toConfigValue(value: unknown): ConfigValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value
    case 'object':
      break
    case 'function':
    case 'symbol':
    case 'undefined':
      return null
  }
  if (value === null) return null
  if (Array.isArray(value)) return value.map(toConfigValue)
  if (value instanceof Date) return `date ${value.toJSON()}`
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value)
  return new Map(Array.from(entries, ([key, inner]) => [keyText(key), toConfigValue(inner)]))
}

/** YAML keys may be of any type; `1` and `"1"` are kept apart. */
function keyText(key: unknown): string {
  return typeof key === 'string' ? key : `\0${typeof key} ${JSON.stringify(key)}`
}
