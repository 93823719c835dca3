import type { JsonObject } from '@kvlar/core/json'
import { InvalidArguments } from '../errors/invalid-arguments.ts'
import { LIMITS } from '../limits.ts'
import { asObject } from './bind-given.ts'
import { frozenJson } from './frozen-json.ts'
import { placeText } from './place-text.ts'
import type { SchemaIssue, StandardSchema } from './standard-schema.ts'

/**
 * The arguments as the schema makes them, defaults and coercions applied: that is what is judged and what runs.
 *
 * @throws InvalidArguments which names the places that do not fit and never says what stands there
 */
export async function parseInput(schema: StandardSchema, named: JsonObject): Promise<JsonObject> {
  let value: unknown
  let places: readonly string[] | undefined
  try {
    const result = await schema['~standard'].validate(named)
    if (result.issues === undefined) ({ value } = result)
    else places = [...new Set(result.issues.slice(0, LIMITS.placesMax).map(placeOf))]
  } catch {
    // What a schema throws may quote the arguments.
    throw new InvalidArguments(
      'KVLAR_SCHEMA_FAILED',
      'the schema of the arguments threw; the call has not run',
    )
  }
  if (places !== undefined) throw invalid(places)
  return asObject(frozenJson(value))
}

function invalid(places: readonly string[]): InvalidArguments {
  const shown = places.map((place) => `\`${place}\``).join(', ')
  return new InvalidArguments(
    'KVLAR_ARGUMENTS_INVALID',
    `the schema does not take ${shown}; the call is refused and has not run`,
    places,
  )
}

function placeOf({ path = [] }: SchemaIssue): string {
  return placeText(path.map((part) => (typeof part === 'object' ? part.key : part)))
}
