import { LIMITS } from '../limits.ts'
import type { OperandKind } from '../operators.ts'
import {
  MONEY_KEYS,
  SHELL_OPERAND_KEYS,
  SHELL_PATH_KEYS,
  SHELL_PROGRAM_KEYS,
  SHELL_WORD_KEYS,
  SQL_GRANT_KEYS,
} from '../policy/rules/kvlar-keys.ts'
import { SECRET_KINDS } from '../readings/secret/secret-kind.ts'
import { FLAG_GRANT_PATTERN } from '../readings/shell/grant/flag-grant.ts'
import { OPERAND_WORDS, SHELL_PERMITS, SHELL_SYNTAXES } from '../readings/shell/grant/shell-grant.ts'
import { SQL_DIALECTS } from '../readings/sql/dialects.ts'
import { SQL_PERMITS } from '../readings/sql/permits.ts'
import { STATEMENT_LISTS } from '../policy/lists/named-lists.ts'
import { SQL_STATEMENTS } from '../readings/sql/statement-kinds.ts'
import { MONEY_BOUNDS, MONEY_UNITS } from '../readings/money/money-operand.ts'
import { BOOLEAN, listOf, mapOf, NAME, NUMBER, oneOf, TEXT, type Schema } from './schema-parts.ts'

const TEXTS: Schema = { anyOf: [TEXT, listOf(TEXT, 1)] }

const REGEX: Schema = { type: 'string', maxLength: LIMITS.regexCharsMax }

const SQL_GRANT: Schema = mapOf(
  SQL_GRANT_KEYS,
  {
    dialect: oneOf(SQL_DIALECTS),
    statements: listOf(oneOf([...STATEMENT_LISTS.keys(), ...Object.keys(SQL_STATEMENTS)]), 1),
    functions: listOf(TEXT),
    tables: listOf(TEXT),
    permit: listOf(oneOf(Object.keys(SQL_PERMITS))),
  },
  { required: ['dialect', 'statements'] },
)

const SHELL_PATHS: Schema = closed(SHELL_PATH_KEYS, {
  within: TEXTS,
  except: listOf(TEXT, 1),
  relative: BOOLEAN,
})

const SHELL_OPERAND: Schema = {
  anyOf: [
    oneOf(OPERAND_WORDS),
    SHELL_PATHS,
    closed({ one_of: SHELL_WORD_KEYS.one_of }, { one_of: listOf(TEXT, 1) }, ['one_of']),
    closed({ matches: SHELL_WORD_KEYS.matches }, { matches: REGEX }, ['matches']),
  ],
}

/** Programs by name; subcommands are programs again. */
const SHELL_PROGRAMS: Schema = {
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'null' }, { $ref: '#/definitions/shell_program' }] },
}

/** Where `subcommands` leads back to; it stands among the definitions of the schema. */
export const SHELL_PROGRAM: Schema = closed(SHELL_PROGRAM_KEYS, {
  flags: listOf({ type: 'string', pattern: FLAG_GRANT_PATTERN }, 1),
  requires: listOf({ type: 'string' }, 1),
  operands: { anyOf: [SHELL_OPERAND, listOf(SHELL_OPERAND, 1)] },
  subcommands: SHELL_PROGRAMS,
  walks: { enum: [true, false, 'hidden'] },
})

/** What each kind of operand may be, for editors; the loader says more. */
export const OPERANDS: Readonly<Record<Exclude<OperandKind, 'ignored'>, Schema>> = {
  json: {},
  json_list: { type: 'array' },
  string: TEXT,
  string_or_list: TEXTS,
  number: NUMBER,
  regex: REGEX,
  absolute_paths: TEXTS,
  path_globs: TEXTS,
  hosts: TEXTS,
  addresses: TEXTS,
  money_bounds: moneySchema(),
  secret_kinds: kindsOfSecrets(),
  sql_grant: SQL_GRANT,
  shell_grant: closed(
    SHELL_OPERAND_KEYS,
    {
      syntax: oneOf(SHELL_SYNTAXES),
      programs: SHELL_PROGRAMS,
      permit: listOf(oneOf(SHELL_PERMITS), 1),
      paths: SHELL_PATHS,
    },
    ['syntax', 'programs'],
  ),
}

function kindsOfSecrets(): Schema {
  const kind = oneOf(SECRET_KINDS.flatMap(({ names }) => names))
  return { anyOf: [kind, listOf(kind, 1)] }
}

function moneySchema(): Schema {
  const bound: Schema = {
    anyOf: [
      { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^(0|[1-9][0-9]*)(\\.[0-9]+)?$', maxLength: LIMITS.amountCharsMax },
    ],
  }
  const code: Schema = { type: 'string', pattern: '^[A-Z]{3}$' }
  return mapOf(
    MONEY_KEYS,
    {
      at_most: bound,
      less_than: bound,
      at_least: bound,
      more_than: bound,
      currency: { anyOf: [code, listOf(code, 1)] },
      currency_field: NAME,
      unit: oneOf(MONEY_UNITS),
    },
    {
      required: ['unit'],
      extra: {
        anyOf: MONEY_BOUNDS.map((key): Schema => ({ required: [key] })),
        dependencies: { currency_field: ['currency'] },
      },
    },
  )
}

/** A map inside of an operand: unlike the rest of a policy it has no room for notes. */
function closed<Keys extends Readonly<Record<string, string>>>(
  keys: Keys,
  values: { readonly [Key in keyof Keys]: Schema },
  required: readonly (keyof Keys & string)[] = [],
): Schema {
  const properties: Record<string, Schema> = {}
  for (const [key, schema] of Object.entries<Schema>(values))
    properties[key] = { description: keys[key] ?? '', ...schema }
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  }
}
