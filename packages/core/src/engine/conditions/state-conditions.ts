import type { RateLimitCondition } from '../../rule.ts'
import type { CompiledCondition } from './compiled-condition.ts'
import { rateKey } from '../state/rate-key.ts'
import { ERROR, holds, UNKNOWN } from '../truth-mask.ts'

/** At most `max` calls within the window, this one included; a count that nobody supplied is an error. */
export function compileRateLimit({ max, windowMs }: RateLimitCondition): CompiledCondition {
  return {
    evaluate: (action, facts) => {
      if (facts === undefined) return UNKNOWN
      const count = facts.counts?.get(rateKey(action, windowMs))
      return count !== undefined && Number.isSafeInteger(count) && count >= 0 ? holds(count <= max) : ERROR
    },
    explain: (action, facts) => ({
      part: '',
      detail: `expected at most ${max} calls in ${windowMs / 1000} s, found ${facts.counts?.get(rateKey(action, windowMs)) ?? 'no count'}`,
    }),
    met: (action, facts) => [
      {
        what: '',
        operator: 'rate_limit',
        pattern: `at most ${max} calls in ${windowMs / 1000} s`,
        text: String(facts.counts?.get(rateKey(action, windowMs))),
      },
    ],
    problem: (action, facts) =>
      facts.counts?.get(rateKey(action, windowMs)) === undefined
        ? 'the number of calls is not known'
        : undefined,
    addNeeds: (action, into) => {
      const key = rateKey(action, windowMs)
      const before = into.get(key)
      const atMost = before?.kind === 'rate' ? Math.max(before.atMost, max) : max
      into.set(key, { kind: 'rate', key, windowMs, atMost })
    },
  }
}

/** The session began at most `maxMs` ago; an unknown or future beginning is an error. */
export function compileSessionAge(maxMs: number): CompiledCondition {
  return {
    evaluate: (_action, facts) => {
      if (facts === undefined) return UNKNOWN
      const ageMs = facts.nowMs - (facts.sessionStartedAtMs ?? Number.NaN)
      return ageMs >= 0 ? holds(ageMs <= maxMs) : ERROR
    },
    explain: (_action, facts) => ({
      part: '',
      detail: `expected a session of at most ${maxMs / 1000} s, found ${
        facts.sessionStartedAtMs === undefined
          ? 'no beginning'
          : `${(facts.nowMs - facts.sessionStartedAtMs) / 1000} s`
      }`,
    }),
    met: (_action, { nowMs, sessionStartedAtMs = nowMs }) => [
      {
        what: '',
        operator: 'session_age_max',
        pattern: `${maxMs / 1000} s`,
        text: `${(nowMs - sessionStartedAtMs) / 1000} s`,
      },
    ],
    problem: (_action, facts) => {
      if (facts.sessionStartedAtMs === undefined) return 'the beginning of the session is not known'
      return facts.nowMs >= facts.sessionStartedAtMs ? undefined : 'the session begins in the future'
    },
    addNeeds: (_action, into) => {
      into.set('session_age', { kind: 'session_age' })
    },
  }
}
