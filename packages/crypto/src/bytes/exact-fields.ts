import { MalformedBytes } from './byte-reader.ts'

/** The fields of a JSON object that has these and no others. @throws MalformedBytes on anything else */
export function exactFields(value: unknown, names: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedBytes('not a JSON object')
  const fields = new Map<string, unknown>(Object.entries(value))
  if (fields.size !== names.length || !names.every((name) => fields.has(name)))
    throw new MalformedBytes('fields are not those of the format')
  return fields
}
