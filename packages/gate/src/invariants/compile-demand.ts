import { ACTION_TYPES, createEngine, loadPolicy, type Action } from '@kvlar/core'
import { isThenable } from '../after.ts'
import type { ActionContext } from '../evaluators/action-context.ts'
import type { Demand } from './invariant.ts'

/** Says how an action violates an invariant that is for it; undefined when it does not. */
export type Violation = (context: ActionContext) => string | undefined

/**
 * Compiles what an invariant demands. Arguments and names are read as policies read them, by the same engine.
 * @throws PolicyError for a field or a pattern that does not parse
 */
export function compileDemand(demand: Demand, isForSome: boolean): Violation {
  switch (demand.kind) {
    case 'param_max':
      return paramViolation(demand.field, isForSome, {
        operator: 'at_most',
        value: demand.max,
        words: `at most ${demand.max}`,
      })
    case 'param_min':
      return paramViolation(demand.field, isForSome, {
        operator: 'at_least',
        value: demand.min,
        words: `at least ${demand.min}`,
      })
    case 'max_actions_per_session': {
      const { max } = demand
      return ({ session }) => {
        const { actions } = session ?? {}
        if (actions === undefined) return 'the action is in no session that is known'
        return actions <= max ? undefined : `the session has acted over ${max} times`
      }
    }
    case 'max_session_age': {
      const { maxMs } = demand
      return ({ session, nowMs }) => {
        const { startedAtMs } = session ?? {}
        if (startedAtMs === undefined) return 'when the session of the action began is not known'
        return nowMs - startedAtMs <= maxMs ? undefined : `the session is over ${maxMs / 1000} s old`
      }
    }
    case 'allowed_actions': {
      const isAllowed = ruled('allow', { resources: demand.names }, [])
      return ({ action }) => (isAllowed(action) ? undefined : 'the action is none of those that are allowed')
    }
    case 'blocked_actions': {
      const isFree = ruled('deny', { resources: demand.names }, [EVERYTHING_ELSE])
      return ({ action }) => (isFree(action) ? undefined : 'the action is blocked')
    }
    case 'custom': {
      const { holds } = demand
      return (context) => {
        try {
          // INVARIANT: only `true` holds; a promise, from a program without types, is not waited for and is not true.
          const answer: unknown = holds(context)
          // One that rejects would end the process.
          if (isThenable(answer)) void Promise.resolve(answer).catch(() => undefined)
          return answer === true ? undefined : 'it does not hold'
        } catch {
          return 'it could not be evaluated'
        }
      }
    }
  }
}

/** Whether an action is one of those that an invariant names; of every type, so that none passes beside it. */
export function compileNames(names: readonly string[] | undefined): (action: Action) => boolean {
  if (names === undefined) return () => true
  const isOther = ruled('deny', { resources: names }, [EVERYTHING_ELSE])
  return (action) => !isOther(action)
}

function paramViolation(
  field: string,
  isForSome: boolean,
  { words, ...bound }: { readonly operator: string; readonly value: number; readonly words: string },
): Violation {
  const isOut = { not: { field, ...bound } }
  const isThere = { field, operator: 'exists', value: true }
  // In Kleene logic what is absent is false for the first and then for both; what is no number is an error, and stops.
  const conditions = isForSome ? [isOut] : [isThere, isOut]
  const isWithin = ruled('deny', { conditions }, [EVERYTHING_ELSE])
  return ({ action }) => (isWithin(action) ? undefined : `\`${field}\` must be a number of ${words}`)
}

const EVERYTHING_ELSE = { id: 'rest', match_on: { action_types: ACTION_TYPES }, effect: { type: 'allow' } }

/** Whether a policy of this one rule, with others behind it, allows an action. */
function ruled(
  type: 'allow' | 'deny',
  match: object,
  behind: readonly object[],
): (action: Action) => boolean {
  const rule = {
    id: 'invariant',
    match_on: { action_types: ACTION_TYPES, ...match },
    effect: { type, ...(type === 'deny' && { reason: 'invariant' }) },
  }
  const policy = loadPolicy({ name: 'invariant', rules: [rule, ...behind] })
  const engine = createEngine([policy], { parseUrl: () => undefined })
  return (action) => engine.decide(action, NO_FACTS).outcome === 'allow'
}

/** Nothing here reads the time. */
const NO_FACTS = { nowMs: 0 }
