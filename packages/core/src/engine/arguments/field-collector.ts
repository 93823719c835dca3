import type { JsonObject, JsonValue } from '../../json-value.ts'
import type { FieldPath } from '../../rule.ts'
import { ERROR, FALSE, holds } from '../truth-mask.ts'
import { fieldReader, fieldValues } from './field-lookup.ts'

/** What one path leads to, null left out; undefined where it can be taken in two ways. */
export type ReadField = (parameters: JsonObject) => readonly JsonValue[] | undefined

/** Under a wildcard every element has the field or none has: anything else can be taken in two ways. */
export function fieldCollector(path: FieldPath): ReadField {
  const isThere = fieldReader(path, { ofValue: (value) => holds(value !== null), ofAbsent: FALSE })
  return (parameters) =>
    isThere(parameters) === ERROR
      ? undefined
      : fieldValues(path, parameters).filter((value) => value !== null)
}
