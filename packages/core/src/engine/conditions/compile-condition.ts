import type { Action } from '../../action.ts'
import type { Condition } from '../../rule.ts'
import { compileAnywhere } from './anywhere-condition.ts'
import { compileArgumentsOnly } from './arguments-only.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import { compileAll, compileAny, compileNot } from './connectives.ts'
import type { EngineParts } from '../engine-parts.ts'
import { compileField } from './field-condition.ts'
import { compileFields } from './fields-condition.ts'
import { compileNames, type NameSet } from '../rules/name-set.ts'
import { compileHistory } from './history-condition.ts'
import { compileParameterRegex } from './parameter-regex.ts'
import { compilePrincipals, describePrincipal } from '../rules/principal-set.ts'
import { compileRateLimit, compileSessionAge } from './state-conditions.ts'
import { compileTimeWindow } from './time-window.ts'
import { FALSE, holds, TRUE, type TruthMask } from '../truth-mask.ts'

/** Makes a condition ready. @throws PolicyError for one that no loader lets through */
export function compileCondition(condition: Condition, parts: EngineParts): CompiledCondition {
  switch (condition.kind) {
    case 'all':
      return compileAll(condition.of.map((inner) => compileCondition(inner, parts)))
    case 'any':
      return compileAny(condition.of.map((inner) => compileCondition(inner, parts)))
    case 'not':
      return compileNot(compileCondition(condition.of, { ...parts, isNegated: !parts.isNegated }))
    case 'field':
      return compileField(condition, parts)
    case 'fields':
      return compileFields(condition)
    case 'anywhere':
      return compileAnywhere(condition, parts)
    case 'parameter_regex':
      return compileParameterRegex(condition, parts)
    case 'arguments_only':
      return compileArgumentsOnly(condition)
    case 'resource': {
      const names = compileNames(condition.patterns)
      const isPermit = parts.effect === 'allow' && !parts.isNegated
      return certain(
        { what: 'resource', which: (value) => names.which(value)?.text },
        ({ type, resource }) =>
          holds(isPermit && type === 'tool_call' ? names.testTool(resource) : names.test(resource)),
        (action) => action.resource,
      )
    }
    case 'target': {
      const names = compileNames(condition.patterns)
      return certain(
        { what: 'target', which: (value) => names.which(value)?.text },
        (action) => targetMask(action, names),
        (action) => action.target,
      )
    }
    case 'principal': {
      const principals = compilePrincipals(condition.principals)
      return certain(
        { what: 'principal' },
        (action) => holds(principals.test(action.principal)),
        describePrincipal,
      )
    }
    case 'rate_limit':
      return compileRateLimit(condition)
    case 'history':
      return compileHistory(condition, parts)
    case 'session_age_max':
      return compileSessionAge(condition.maxMs)
    case 'time_window':
      return compileTimeWindow(condition, parts)
  }
}

/** A rule about targets does not hold for an action without one; an action yet to come may have any. */
export function targetMask(action: Action, names: NameSet): TruthMask {
  if (action.parameters === UNKNOWN_PARAMETERS) return TRUE | FALSE
  return action.target === undefined ? FALSE : holds(names.test(action.target))
}

/** A condition on who and what: it cannot fail and reads no state. */
function certain(
  { what, which }: { readonly what: string; readonly which?: (value: string) => string | undefined },
  evaluate: (action: Action) => TruthMask,
  found: (action: Action) => string | undefined,
): CompiledCondition {
  return {
    evaluate,
    explain: (action, _facts, text) => {
      const value = found(action)
      return {
        part: '',
        detail: value === undefined ? `no ${what}` : `${what} ${text.shown(value)} is not covered`,
      }
    },
    met: (action, _facts, text) => {
      const value = found(action)
      const pattern = value === undefined ? undefined : which?.(value)
      return [
        {
          what: '',
          operator: what,
          ...(pattern !== undefined && { pattern: text.item(pattern) }),
          ...(value !== undefined && { text: text.item(value) }),
        },
      ]
    },
    problem: () => undefined,
    addNeeds: () => undefined,
  }
}
