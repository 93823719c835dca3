import type { Condition, RateLimitCondition } from '../../rule.ts'
import { conditionsOf } from '../examples/example-names.ts'
import type { Check } from '../finding.ts'

/** Limits that are kept in one process, so that they begin anew with it; one warning for each rule. */
export const findLimitsOfOneProcess: Check = function* ({ rule, examples }) {
  const { condition } = rule.match
  const [limit] = [...conditionsOf(condition, 'rate_limit'), ...conditionsOf(condition, 'session_age_max')]
  const [call] = examples
  if (limit === undefined || call === undefined) return
  const isRate = limit.kind === 'rate_limit'
  yield {
    code: 'POLICY_LIMIT_NOT_DURABLE',
    spot: { ...limit.origin, length: 1 },
    message: isRate
      ? 'calls are counted in one process: a new start counts from 1, and two proxies at once count apart'
      : 'a session begins with its process: a new start begins a new one',
    help: isRate
      ? 'do not rely on it against an agent that can start the server anew'
      : 'do not rely on it against an agent that can start the server anew',
    call,
  }
}

/** Limits in rules that stop calls: they hold below the limit, so the first calls are stopped and the rest are not. */
export const findLimitsTheWrongWayRound: Check = function* (subject) {
  const { rule, examples } = subject
  if (rule.effect.type === 'allow') return
  for (const limit of positiveLimits(rule.match.condition)) {
    const below = examples.find((call) => subject.holds({ ...call, calls: 1 }))
    if (below === undefined) continue
    const above = { ...below, calls: limit.max + 1 }
    if (subject.matches(above)) continue
    const verb = rule.effect.type === 'deny' ? 'denies' : 'asks about'
    yield {
      code: 'POLICY_LIMIT_IN_DENY',
      spot: { ...limit.origin, length: 1 },
      message: `\`rate_limit\` holds up to ${limit.max} calls, so the rule ${verb} those and not call ${limit.max + 1}`,
      help: 'put the limit into an allow rule, and a rule without it behind that one, or write `not: { rate_limit: … }`',
      call: above,
    }
  }
}

function positiveLimits(condition: Condition | undefined): readonly RateLimitCondition[] {
  if (condition === undefined || condition.kind === 'not') return []
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(positiveLimits)
  return condition.kind === 'rate_limit' ? [condition] : []
}
