import type { ConfigValue } from './config-value.ts'

/** Deep equality; the order of keys does not count, the type of a number does. */
export function sameValue(left: ConfigValue, right: ConfigValue): boolean {
  if (left instanceof Map) {
    return (
      right instanceof Map &&
      left.size === right.size &&
      [...left].every(([key, value]) => {
        const other: ConfigValue | undefined = right.get(key)
        return other !== undefined && sameValue(value, other)
      })
    )
  }
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((value, index) => sameValue(value, right[index]))
    )
  }
  return Object.is(left, right)
}
