import { ACTION_TYPES } from '../action.ts'
import { LIMITS } from '../limits.ts'
import { EXPECTATIONS } from '../policy-test/read-test-case.ts'
import { EARLIER_RESULTS } from '../policy-test/policy-test-file.ts'
import {
  TEST_ACTION_KEYS,
  TEST_CASE_KEYS,
  TEST_EARLIER_KEYS,
  TEST_FILE_KEYS,
  TEST_STATE_KEYS,
} from '../policy-test/test-keys.ts'
import { principalSchema } from './principal-schema.ts'
import {
  DRAFT_07,
  DURATION,
  listOf,
  mapOf,
  NAME,
  oneOf,
  TEXT,
  wholeNumber,
  type Schema,
} from './schema-parts.ts'

const INSTANT: Schema = {
  type: 'string',
  pattern:
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$',
  examples: ['2026-03-01T09:30:00Z'],
}

/** The JSON Schema (draft-07) of policy test files, for editors. */
export function testSchema(): Schema {
  const file = mapOf(
    TEST_FILE_KEYS,
    {
      policy: NAME,
      description: TEXT,
      now: INSTANT,
      values: { type: 'object' },
      tests: listOf(caseSchema()),
    },
    { required: ['tests'] },
  )
  return { $schema: DRAFT_07, title: 'Kvlar policy tests', ...file }
}

function caseSchema(): Schema {
  return mapOf(
    TEST_CASE_KEYS,
    {
      id: NAME,
      description: TEXT,
      action: orPlaceholder(actionSchema()),
      expect: orPlaceholder(oneOf(EXPECTATIONS)),
      rule: NAME,
      reason_contains: TEXT,
      now: orPlaceholder(INSTANT),
      state: orPlaceholder(stateSchema()),
      params: {
        type: 'array',
        minItems: 1,
        maxItems: LIMITS.testCasesMax,
        items: { type: 'object', minProperties: 1 },
      },
    },
    { required: ['id', 'action', 'expect'] },
  )
}

function actionSchema(): Schema {
  return mapOf(TEST_ACTION_KEYS, actionKeys(), { required: ['resource'] })
}

function actionKeys() {
  return {
    action_type: orPlaceholder({ ...oneOf(ACTION_TYPES), default: 'tool_call' }),
    resource: TEXT,
    agent_id: TEXT,
    parameters: orPlaceholder({ type: 'object' }),
    principal: orPlaceholder(principalSchema()),
    server: TEXT,
    target: TEXT,
  }
}

function earlierSchema(): Schema {
  return mapOf(
    TEST_EARLIER_KEYS,
    {
      ...actionKeys(),
      at: orPlaceholder(INSTANT),
      ago: orPlaceholder(DURATION),
      result: orPlaceholder(oneOf(EARLIER_RESULTS)),
      session: NAME,
    },
    { required: ['resource'], extra: { oneOf: [{ required: ['at'] }, { required: ['ago'] }] } },
  )
}

function stateSchema(): Schema {
  const count = wholeNumber(0, LIMITS.rateMax)
  const byWindow: Schema = { type: 'object', additionalProperties: orPlaceholder(count) }
  return mapOf(TEST_STATE_KEYS, {
    session_age: orPlaceholder(DURATION),
    calls: orPlaceholder({ anyOf: [count, byWindow] }),
    earlier: orPlaceholder(listOf(orPlaceholder(earlierSchema()))),
  })
}

/** `{{name}}` may stand where a row of `params` gives the value. */
function orPlaceholder(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'string', pattern: '^\\{\\{ ?[A-Za-z_][A-Za-z0-9_-]* ?\\}\\}$' }] }
}
