import { foldKey, type JsonObject } from '@kvlar/core/json'

/** The keys that mean something at one place of a message, by what they fold to. */
export type ReservedKeys = ReadonlyMap<string, string>

export function reservedKeys(keys: readonly string[]): ReservedKeys {
  return new Map(keys.map((key) => [foldKey(key), key]))
}

/**
 * A key that some reader takes for a reserved one although it is not: Go's decoder ignores case and takes `ſ` for `s`
 * (CVE-2026-27896). Undefined when there is none.
 */
export function impostorKey(object: JsonObject, reserved: ReservedKeys): string | undefined {
  return Object.keys(object).find((key) => {
    const meant = reserved.get(foldKey(key))
    return meant !== undefined && meant !== key
  })
}
