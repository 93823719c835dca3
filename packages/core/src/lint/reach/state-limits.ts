import { LIMITS } from '../../limits.ts'
import type { Condition, HistoryCondition, HistoryMeasure, RateLimitCondition } from '../../rule.ts'
import { plural } from '../../text/plural.ts'
import { conditionsOf } from '../examples/example-names.ts'
import type { Check } from '../finding.ts'

/** Limits on a session, which begin anew with its process; one warning for each rule. */
export const findLimitsOfOneProcess: Check = function* ({ rule, examples }) {
  const { condition } = rule.match
  const bySession = conditionsOf(condition, 'history').filter(
    ({ by, measure }) => by.includes('session') && measure !== 'seen',
  )
  const [limit] = [...conditionsOf(condition, 'session_age_max'), ...bySession]
  const [call] = examples
  if (limit === undefined || call === undefined) return
  yield {
    code: 'POLICY_LIMIT_NOT_DURABLE',
    spot: { ...limit.origin, length: 1 },
    message: 'a session begins with its process: a new start begins a new one',
    help: 'do not rely on it against an agent that can start the server anew',
    call,
  }
}

/** Limits in rules that stop calls: they hold below the limit, so the first calls are stopped and the rest are not. */
export const findLimitsTheWrongWayRound: Check = function* (subject) {
  const { rule, examples } = subject
  if (rule.effect.type === 'allow') return
  for (const limit of positiveLimits(rule.match.condition)) {
    const most = limit.kind === 'rate_limit' ? limit.max : limit.limit
    const below = examples.find((call) => subject.holds({ ...call, calls: 1 }))
    if (below === undefined) continue
    const above = { ...below, calls: most + 1 }
    if (subject.matches(above)) continue
    const verb = rule.effect.type === 'deny' ? 'denies' : 'asks about'
    yield {
      code: 'POLICY_LIMIT_IN_DENY',
      spot: { ...limit.origin, length: 1 },
      message: `\`${nameOf(limit)}\` holds up to ${amountOf(limit, most)}, so the rule ${verb} those and ${
        nameOf(limit) === 'sum' ? 'nothing above' : `not call ${most + 1}`
      }`,
      help: `to stop what is above it, write \`${meant(limit)}\`; or put the limit into an allow rule, and a rule without it behind that one`,
      call: above,
    }
  }
}

type Limit = RateLimitCondition | HistoryCondition

function positiveLimits(condition: Condition | undefined): readonly Limit[] {
  if (condition === undefined || condition.kind === 'not') return []
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(positiveLimits)
  if (condition.kind === 'history') return condition.bound === 'at_most' ? [condition] : []
  return condition.kind === 'rate_limit' ? [condition] : []
}

function nameOf(limit: Limit): 'rate_limit' | HistoryMeasure {
  return limit.kind === 'rate_limit' ? limit.kind : limit.measure
}

function amountOf(limit: Limit, most: number): string {
  return nameOf(limit) === 'sum' ? String(most / 10 ** LIMITS.sumPlaces) : plural(most, 'call')
}

/** The condition that holds above the limit, as it is written. */
function meant(limit: Limit): string {
  if (limit.kind === 'rate_limit') {
    const { max, windowMs } = limit
    return `not: { rate_limit: { max: ${max}, window: ${windowMs / 1000}s } }`
  }
  const { measure, withinMs, limit: most, sum } = limit
  const what =
    sum === undefined ? `at_most: ${most}` : `of: ${sum.path.text}, at_most: ${amountOf(limit, most)}`
  return `not: { ${measure}: { ${what}, within: ${withinMs / 1000}s, … } }`
}
