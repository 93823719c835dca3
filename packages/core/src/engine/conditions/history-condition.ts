import type { Action } from '../../action.ts'
import type { Facts, Known, Need } from '../../facts.ts'
import { LIMITS } from '../../limits.ts'
import type { HistoryCondition } from '../../rule.ts'
import type { EngineParts } from '../engine-parts.ts'
import { seriesReader } from '../history/series.ts'
import { ERROR, holds, UNKNOWN } from '../truth-mask.ts'
import type { CompiledCondition } from './compiled-condition.ts'

/** Where a condition looks, and what this call adds there. */
interface Place {
  readonly series: string
  readonly key: string
  readonly own: number
}

/** A bound on calls that were let go or have ended well; what nobody supplied is an error. */
export function compileHistory(condition: HistoryCondition, parts: EngineParts): CompiledCondition {
  const { measure, withinMs, bound, limit } = condition
  const own = parts.history.enter(condition, parts.rule)
  const { account } = own
  const readSeries = seriesReader(account.owner, condition, 'here')
  const place = (action: Action, known: Known): Place | { readonly problem: string } => {
    const added = measure === 'seen' ? [] : parts.history.contributions(account, action)
    if ('problem' in added) return added
    // What the rule itself adds says in which currency it looks.
    const asked = measure === 'sum' ? own.read(action.parameters) : undefined
    if (asked !== undefined && 'problem' in asked) return asked
    const currency = asked?.currency
    const series = readSeries(action, known, currency)
    if (series === undefined) return UNNAMED
    const amount = added.find((each) => each.currency === currency)?.amount ?? 0
    return { series, key: JSON.stringify([withinMs, series]), own: amount }
  }
  const value = (action: Action, facts: Facts): number | undefined => {
    const found = place(action, facts)
    if ('problem' in found) return undefined
    const count = facts.counts?.get(found.key)
    return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : undefined
  }
  const expected = `${WORDS[measure]} ${bound.replace('_', ' ')} ${shown(limit, measure)} within ${withinMs / 1000} s`
  return {
    evaluate: (action, facts) => {
      if (facts === undefined) return UNKNOWN
      const found = value(action, facts)
      if (found === undefined) return ERROR
      return holds(bound === 'at_most' ? found <= limit : found >= limit)
    },
    explain: (action, facts) => {
      const found = value(action, facts)
      return {
        part: '',
        detail: `expected ${expected}, found ${found === undefined ? 'no count' : shown(found, measure)}`,
      }
    },
    met: (action, facts) => {
      const found = value(action, facts)
      return found === undefined
        ? []
        : [{ what: '', operator: measure, pattern: expected, text: shown(found, measure) }]
    },
    problem: (action, facts) => {
      const found = place(action, facts)
      if ('problem' in found) return found.problem
      return value(action, facts) === undefined ? 'the earlier calls are not known' : undefined
    },
    addNeeds: (action, into, known) => {
      const found = place(action, known)
      if ('problem' in found) return
      const before = into.get(found.key)
      const most = measure === 'seen' ? undefined : bound === 'at_most' ? limit : limit - 1
      const atMost = before?.kind === 'history' ? highest(before.atMost, most) : most
      const need: Need = { kind: 'history', ...found, windowMs: withinMs, measure }
      into.set(found.key, atMost === undefined ? need : { ...need, atMost })
    },
  }
}

const UNNAMED = {
  problem: 'the session, or an argument that must be the same, is absent or has no one reading',
} as const

const WORDS = { seen: 'calls that ended well', count: 'calls', sum: 'a sum of' } as const

/** The widest limit: the last one that would let the call pass. */
function highest(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : Math.max(left, right)
}

function shown(value: number, measure: HistoryCondition['measure']): string {
  return String(measure === 'sum' ? value / 10 ** LIMITS.sumPlaces : value)
}
