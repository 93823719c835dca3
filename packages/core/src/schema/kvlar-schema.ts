import { ACTION_TYPES } from '../action.ts'
import { LIMITS } from '../limits.ts'
import { OPERATORS, type OperandKind } from '../operators.ts'
import {
  ANYWHERE_KEYS,
  APPROVAL_KEYS,
  ARGUMENTS_KEYS,
  EFFECT_KEYS,
  ESCALATION_KEYS,
  FIELD_CONDITION_KEYS,
  KVLAR_MATCH_KEYS,
  KVLAR_POLICY_KEYS,
  KVLAR_RULE_KEYS,
  OTHER_CONDITION_KEYS,
  PRINCIPAL_KEYS,
  RATE_LIMIT_KEYS,
} from '../policy/rules/kvlar-keys.ts'
import { PRINCIPAL_KINDS } from '../principal.ts'
import { WORD_LISTS } from '../policy/lists/named-lists.ts'
import { EFFECT_TYPES, RISK_LEVELS, type EffectType } from '../rule.ts'
import { ANYWHERE_OPERATORS } from '../operator-names.ts'
import { OPERANDS, SHELL_PROGRAM } from './operand-schema.ts'
import {
  BOOLEAN,
  DURATION,
  listOf,
  mapOf,
  NAME,
  oneOf,
  PATTERNS,
  TEXT,
  wholeNumber,
  type Schema,
} from './schema-parts.ts'
import { historySchemas } from './history-schema.ts'
import { timeWindowSchema } from './time-window-schema.ts'

/** Where the recursive part of the schema stands. */
const CONDITION: Schema = { $ref: '#/definitions/condition' }

/** A policy of the Kvlar dialect; needs `kvlarDefinitions` in the schema it is put in. */
export function kvlarSchema(): Schema {
  return mapOf(
    KVLAR_POLICY_KEYS,
    {
      name: NAME,
      description: TEXT,
      version: NAME,
      extends: listOf(NAME),
      rules: listOf(ruleSchema()),
      default_outcome: { const: 'deny' },
      fail_open: { const: false },
    },
    { required: ['name'], extra: { anyOf: [{ required: ['rules'] }, { required: ['extends'] }] } },
  )
}

export function kvlarDefinitions(): Schema {
  return { condition: conditionSchema(), match: matchSchema(), shell_program: SHELL_PROGRAM }
}

function ruleSchema(): Schema {
  return mapOf(
    KVLAR_RULE_KEYS,
    {
      id: { ...NAME, pattern: '^[^_\\u0000-\\u001f][^\\u0000-\\u001f]*$' },
      description: TEXT,
      priority: { ...wholeNumber(0, LIMITS.priorityMax), default: 100 },
      match_on: { $ref: '#/definitions/match' },
      effect: effectSchema(),
    },
    { required: ['id', 'effect'], extra: { not: ALLOWS_BY_WORDS } },
  )
}

const ALLOWS_BY_WORDS: Schema = {
  properties: {
    match_on: { required: ['words'] },
    effect: { properties: { type: { const: 'allow' } }, required: ['type'] },
  },
  required: ['match_on', 'effect'],
}

function matchSchema(): Schema {
  return mapOf(
    KVLAR_MATCH_KEYS,
    {
      action_types: {
        ...PATTERNS,
        items: { anyOf: [oneOf(ACTION_TYPES), { type: 'string', pattern: '[*?[]' }] },
      },
      resources: PATTERNS,
      ignore_case: BOOLEAN,
      words: listOf(
        {
          anyOf: [
            oneOf([...WORD_LISTS.keys()]),
            { type: 'string', pattern: '^([A-Z]*|[A-Z]?[a-z]+|[0-9]+)$', minLength: 1 },
          ],
        },
        1,
      ),
      agent_ids: PATTERNS,
      servers: PATTERNS,
      principals: mapOf(PRINCIPAL_KEYS, {
        ids: PATTERNS,
        kinds: listOf(oneOf(PRINCIPAL_KINDS), 1),
        roles: listOf(NAME, 1),
      }),
      targets: PATTERNS,
      parameters: {
        type: 'object',
        additionalProperties: { type: 'string', maxLength: LIMITS.regexCharsMax },
      },
      arguments: mapOf(ARGUMENTS_KEYS, { only: listOf(NAME) }, { required: ['only'] }),
      conditions: listOf(CONDITION),
    },
    { extra: { dependencies: { ignore_case: ['resources'] } } },
  )
}

function conditionSchema(): Schema {
  const kinds = [...new Set(OPERATORS.map(({ operand }) => operand))]
  const rate = mapOf(
    RATE_LIMIT_KEYS,
    { max: wholeNumber(0, LIMITS.rateMax), window: DURATION },
    { required: ['max', 'window'] },
  )
  const others: { readonly [Key in keyof typeof OTHER_CONDITION_KEYS]: Schema } = {
    all: listOf(CONDITION, 1),
    any: listOf(CONDITION, 1),
    not: CONDITION,
    anywhere: { anyOf: anywhereSchemas() },
    ...historySchemas(),
    rate_limit: rate,
    session_age_max: DURATION,
    time_window: timeWindowSchema(),
  }
  const { all, any, not, anywhere, seen, count, sum, rate_limit, session_age_max, time_window } =
    OTHER_CONDITION_KEYS
  return {
    anyOf: [
      ...kinds.map(fieldSchema),
      severalFieldsSchema(),
      mapOf({ all }, { all: others.all }, { required: ['all'] }),
      mapOf({ any }, { any: others.any }, { required: ['any'] }),
      mapOf({ not }, { not: others.not }, { required: ['not'] }),
      mapOf({ anywhere }, { anywhere: others.anywhere }, { required: ['anywhere'] }),
      mapOf({ seen }, { seen: others.seen }, { required: ['seen'] }),
      mapOf({ count }, { count: others.count }, { required: ['count'] }),
      mapOf({ sum }, { sum: others.sum }, { required: ['sum'] }),
      mapOf({ rate_limit }, { rate_limit: others.rate_limit }, { required: ['rate_limit'] }),
      mapOf(
        { session_age_max },
        { session_age_max: others.session_age_max },
        { required: ['session_age_max'] },
      ),
      mapOf({ time_window }, { time_window: others.time_window }, { required: ['time_window'] }),
    ],
  }
}

function anywhereSchemas(): readonly Schema[] {
  const rows = OPERATORS.filter(({ operator }) => ANYWHERE_OPERATORS.some((name) => name === operator))
  return rows.map(({ names, operand }) =>
    mapOf(
      ANYWHERE_KEYS,
      { operator: oneOf(names), value: operand === 'ignored' ? {} : OPERANDS[operand] },
      { required: needsValue(operand) ? ['operator', 'value'] : ['operator'] },
    ),
  )
}

/** Without kinds, every kind of secret is meant. */
function needsValue(kind: OperandKind): boolean {
  return kind !== 'ignored' && kind !== 'secret_kinds'
}

/** Field tests whose operators take the same kind of value. */
function fieldSchema(kind: OperandKind): Schema {
  const operator = oneOf(OPERATORS.filter(({ operand }) => operand === kind).flatMap(({ names }) => names))
  const { field, operator: how, value, except, relative } = FIELD_CONDITION_KEYS
  const plain = { field, operator: how, value }
  if (kind === 'ignored')
    return mapOf(plain, { field: NAME, operator, value: {} }, { required: ['field', 'operator'] })
  const required: readonly (keyof typeof plain)[] = needsValue(kind)
    ? ['field', 'operator', 'value']
    : ['field', 'operator']
  if (kind === 'absolute_paths')
    return mapOf(
      { ...plain, except, relative },
      { field: NAME, operator, value: OPERANDS[kind], except: OPERANDS.path_globs, relative: BOOLEAN },
      { required },
    )
  return mapOf(plain, { field: NAME, operator, value: OPERANDS[kind] }, { required })
}

function severalFieldsSchema(): Schema {
  const { fields, operator, value } = FIELD_CONDITION_KEYS
  return mapOf(
    { fields, operator, value },
    { fields: listOf(NAME, 1), operator: oneOf(['email_in']), value: OPERANDS.addresses },
    { required: ['fields', 'operator', 'value'] },
  )
}

function effectSchema(): Schema {
  const isType = (type: EffectType): Schema => ({ properties: { type: { const: type } } })
  const asks: Schema = { anyOf: [{ required: ['approval'] }, { required: ['timeout'] }] }
  return mapOf(
    EFFECT_KEYS,
    {
      type: oneOf(EFFECT_TYPES),
      reason: TEXT,
      suggestion: TEXT,
      risk_level: oneOf(RISK_LEVELS),
      redact_fields: listOf(NAME),
      approval: approvalSchema(),
      timeout: DURATION,
    },
    {
      required: ['type'],
      extra: {
        allOf: [
          { anyOf: [isType('allow'), { required: ['reason'] }] },
          { anyOf: [isType('require_approval'), { not: asks }] },
          { anyOf: [{ not: isType('allow') }, { not: { required: ['suggestion'] } }] },
        ],
      },
    },
  )
}

function approvalSchema(): Schema {
  const people = listOf({ type: 'string', pattern: '^(user|group|role):[^ ]' }, 1)
  return mapOf(APPROVAL_KEYS, {
    timeout: DURATION,
    execute_within: DURATION,
    approvers: people,
    quorum: wholeNumber(1, LIMITS.quorumMax),
    allow_self: BOOLEAN,
    require_note: BOOLEAN,
    grants: listOf({ anyOf: [oneOf(['once', 'session']), { type: 'string', pattern: '^[0-9]+[smhd]$' }] }, 1),
    editable: listOf(NAME, 1),
    escalate: listOf(
      mapOf(ESCALATION_KEYS, { after: DURATION, to: people }, { required: ['after', 'to'] }),
      1,
    ),
    channels: listOf(NAME, 1),
    digest_exclude: listOf(NAME, 1),
  })
}
