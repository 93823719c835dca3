import { LIMITS } from '../limits.ts'
import {
  KAVACH_CONDITION_KEYS,
  KAVACH_POLICY_KEYS,
  KAVACH_SET_KEYS,
  PARAM_IN_KEYS,
  PARAM_MAX_KEYS,
  PARAM_MIN_KEYS,
} from '../policy/dialects/kavach-keys.ts'
import { RATE_LIMIT_KEYS } from '../policy/rules/kvlar-keys.ts'
import { PRINCIPAL_KINDS } from '../principal.ts'
import {
  DURATION,
  listOf,
  mapOf,
  NAME,
  NUMBER,
  oneOf,
  PATTERN,
  TEXT,
  wholeNumber,
  type Schema,
} from './schema-parts.ts'
import { timeWindowSchema } from './time-window-schema.ts'

/** A policy set of Kavach's format. */
export function kavachSchema(): Schema {
  const policies = listOf(policySetItem())
  return mapOf(
    KAVACH_SET_KEYS,
    { policy: policies, policies },
    {
      extra: {
        anyOf: [{ required: ['policy'] }, { required: ['policies'] }, { maxProperties: 0 }],
        not: { required: ['policy', 'policies'] },
      },
    },
  )
}

function policySetItem(): Schema {
  return mapOf(
    KAVACH_POLICY_KEYS,
    {
      name: { ...NAME, pattern: '^[^_\\u0000-\\u001f][^\\u0000-\\u001f]*$' },
      description: TEXT,
      effect: oneOf(['permit', 'refuse']),
      priority: { ...wholeNumber(0, LIMITS.priorityMax), default: 100 },
      conditions: listOf(conditionSchema()),
    },
    { required: ['name', 'effect', 'conditions'] },
  )
}

function conditionSchema(): Schema {
  const rate = mapOf(
    RATE_LIMIT_KEYS,
    { max: wholeNumber(0, LIMITS.rateMax), window: DURATION },
    { required: ['max', 'window'] },
  )
  const condition = mapOf(KAVACH_CONDITION_KEYS, {
    identity_kind: oneOf(PRINCIPAL_KINDS),
    identity_role: NAME,
    identity_id: NAME,
    action: PATTERN,
    resource: PATTERN,
    param_max: mapOf(PARAM_MAX_KEYS, { field: NAME, max: NUMBER }, { required: ['field', 'max'] }),
    param_min: mapOf(PARAM_MIN_KEYS, { field: NAME, min: NUMBER }, { required: ['field', 'min'] }),
    param_in: mapOf(PARAM_IN_KEYS, { field: NAME, values: listOf(TEXT) }, { required: ['field', 'values'] }),
    rate_limit: rate,
    session_age_max: DURATION,
    time_window: timeWindowSchema(),
  })
  return { ...condition, oneOf: Object.keys(KAVACH_CONDITION_KEYS).map((key) => ({ required: [key] })) }
}
