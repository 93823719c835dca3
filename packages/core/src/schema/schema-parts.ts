import type { JsonObject, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'

/** A JSON Schema, draft-07: what editors understand. */
export type Schema = JsonObject

/** The declaration that every schema starts with. */
export const DRAFT_07 = 'http://json-schema.org/draft-07/schema#'

/** Names, ids, patterns: the reader trims nothing and refuses control characters. */
export const NAME: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: LIMITS.nameCharsMax,
  pattern: '^[^\\u0000-\\u001f]*$',
}

export const TEXT: Schema = { type: 'string', maxLength: LIMITS.textCharsMax }

export const BOOLEAN: Schema = { type: 'boolean' }

export const NUMBER: Schema = { type: 'number' }

export const DURATION: Schema = {
  anyOf: [
    { type: 'string', pattern: '^0*[1-9][0-9]{0,8}[smhd]?$', examples: ['90s', '15m', '4h', '1d'] },
    { type: 'integer', minimum: 1, maximum: LIMITS.durationMsMax / 1000 },
  ],
}

/** A name pattern, or one of Kavach's prefixes. */
export const PATTERN: Schema = { ...NAME, maxLength: LIMITS.patternCharsMax }

export const PATTERNS: Schema = listOf(PATTERN, 1)

export function listOf(items: Schema, minItems = 0): Schema {
  return { type: 'array', items, ...(minItems === 0 ? {} : { minItems }) }
}

export function oneOf(words: readonly string[]): Schema {
  return { enum: words }
}

export function wholeNumber(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum }
}

/**
 * A map with exactly the keys of a table, whose lines become descriptions; `x-` keys, `metadata` and `$schema` are free.
 * `extra` adds keywords such as `allOf`.
 */
export function mapOf<Keys extends Readonly<Record<string, string>>>(
  keys: Keys,
  values: { readonly [Key in keyof Keys]: Schema },
  {
    required = [],
    extra = {},
  }: { readonly required?: readonly (keyof Keys & string)[]; readonly extra?: Schema } = {},
): Schema {
  const properties: Record<string, JsonValue> = {
    metadata: { description: 'Free for notes.' },
    $schema: { description: 'The JSON Schema that an editor checks the file with.' },
  }
  // The keys of both tables are the same by type.
  for (const [key, schema] of Object.entries<Schema>(values))
    properties[key] = { description: keys[key] ?? '', ...schema }
  return {
    type: 'object',
    properties,
    patternProperties: { '^x-': { description: 'Free for notes.' } },
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...extra,
  }
}
