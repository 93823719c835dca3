import { LIMITS } from '../limits.ts'
import { COUNT_KEYS, SAME_KEYS, SEEN_KEYS, SUM_KEYS } from '../policy/rules/kvlar-keys.ts'
import { MONEY_UNITS } from '../readings/money/money-operand.ts'
import { HISTORY_SCOPES, type HistoryMeasure } from '../rule.ts'
import { DURATION, listOf, mapOf, NAME, oneOf, wholeNumber, type Schema } from './schema-parts.ts'

/** The conditions on earlier calls; needs the definition `match` in the schema they are put in. */
export function historySchemas(): { readonly [Measure in HistoryMeasure]: Schema } {
  const single: Schema = { ...NAME, not: { pattern: '\\[\\*\\]' } }
  const renamed = mapOf(SAME_KEYS, { here: single, there: single }, { required: ['here', 'there'] })
  const window = {
    match: { $ref: '#/definitions/match' },
    by: BY,
    same: listOf({ anyOf: [single, renamed] }, 1),
    within: DURATION,
  }
  const calls = wholeNumber(0, LIMITS.rateMax)
  const pot = { pot: NAME }
  return {
    seen: mapOf(
      SEEN_KEYS,
      { ...window, at_least: { ...wholeNumber(1, LIMITS.rateMax), default: 1 } },
      { required: ['match', 'within'] },
    ),
    count: mapOf(
      COUNT_KEYS,
      { ...window, ...pot, at_most: calls, at_least: calls },
      { required: ['within'], extra: ONE_BOUND },
    ),
    sum: mapOf(
      SUM_KEYS,
      {
        of: NAME,
        ...window,
        ...pot,
        at_most: BOUND,
        at_least: BOUND,
        unit: oneOf(MONEY_UNITS),
        currency: { anyOf: [CURRENCY, listOf(CURRENCY, 1)] },
        currency_field: NAME,
      },
      { required: ['of', 'within'], extra: ONE_BOUND },
    ),
  }
}

const SCOPE = oneOf([...HISTORY_SCOPES, 'rule', 'pot'])

const BY: Schema = { anyOf: [SCOPE, listOf(SCOPE, 1)] }

const CURRENCY: Schema = { type: 'string', pattern: '^[A-Z]{3}$' }

const BOUND: Schema = {
  anyOf: [
    { type: 'number', minimum: 0 },
    { type: 'string', pattern: '^(0|[1-9][0-9]*)(\\.[0-9]+)?$' },
  ],
}

const ONE_BOUND: Schema = {
  allOf: [
    { oneOf: [{ required: ['at_most'] }, { required: ['at_least'] }] },
    { not: { required: ['match', 'pot'] } },
  ],
}
