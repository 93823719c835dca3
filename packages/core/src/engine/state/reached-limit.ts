import { type Decision, DEFAULT_DENY_RULE_ID, type ReachedLimit } from '../../decision.ts'
import type { Facts, Need } from '../../facts.ts'
import { LIMITS } from '../../limits.ts'

type LimitNeed = Exclude<Need, { readonly kind: 'session_age' }>

/** What a decision read of limits. */
export interface LimitState {
  readonly needs: readonly Need[]
  readonly facts: Facts
}

/** Says of a call that is not allowed whether a limit decides: with room in it, it would fare better. */
export function withLimit(
  decision: Decision,
  { needs, facts }: LimitState,
  decide: (roomy: Facts) => Decision,
): Decision {
  const limits = needs.filter(isLimit)
  const reached = limits.filter((need) => (facts.counts?.get(need.key) ?? 0) > mostOf(need))
  const [first] = reached
  if (first === undefined) return decision
  const roomy = decide({ ...facts, counts: roomyCounts(needs, facts.counts) })
  if (RANKS[roomy.outcome] <= RANKS[decision.outcome]) return decision
  const limit = limitOf(reached, facts)
  if (decision.outcome !== 'deny') return { ...decision, limit }
  const isDefault = decision.ruleId === DEFAULT_DENY_RULE_ID
  const reason = isDefault ? `${textOf(first)}, and no other rule covers this call` : decision.reason
  return { ...decision, code: 'RATE_LIMIT_EXCEEDED', reason, limit }
}

const RANKS = { deny: 0, require_approval: 1, allow: 2 } as const

/** The counts that the call needs, with all windows empty that some rule limits; what must have been there is left as it is. */
function roomyCounts(needs: readonly Need[], counts: Facts['counts']): ReadonlyMap<string, number> {
  const roomy = new Map<string, number>()
  for (const need of needs) {
    if (need.kind === 'session_age') continue
    const count = counts?.get(need.key)
    if (count !== undefined) roomy.set(need.key, isLimit(need) ? 0 : count)
  }
  return roomy
}

function isLimit(need: Need): need is LimitNeed {
  return need.kind !== 'session_age' && need.atMost !== undefined
}

function mostOf({ atMost = Infinity }: LimitNeed): number {
  return atMost
}

/** Of several limits the one with the least room and the latest end. */
function limitOf(reached: readonly LimitNeed[], { counts, freeAtMs }: Facts): ReachedLimit {
  const rooms = reached.map((need) => {
    const own = need.kind === 'rate' ? 1 : need.own
    return Math.max(0, mostOf(need) - ((counts?.get(need.key) ?? 0) - own)) / scaleOf(need)
  })
  const ends = reached.map(({ key }) => freeAtMs?.get(key) ?? Infinity)
  const resetsAtMs = Math.max(...ends)
  const remaining = Math.min(...rooms)
  return Number.isFinite(resetsAtMs) ? { remaining, resetsAtMs } : { remaining }
}

function scaleOf(need: LimitNeed): number {
  return need.kind === 'history' && need.measure === 'sum' ? 10 ** LIMITS.sumPlaces : 1
}

function textOf(need: LimitNeed): string {
  const most = mostOf(need) / scaleOf(need)
  const what = need.kind === 'history' && need.measure === 'sum' ? `a sum of ${most}` : `${most} calls`
  return `a limit is reached, ${what} within ${need.windowMs / 1000} s`
}
