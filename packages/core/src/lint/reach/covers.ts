import { canonicalJson } from '../../json/canonical-json.ts'
import { patternCovers } from '../../match/pattern-covers.ts'
import type { JsonValue } from '../../json-value.ts'
import type { ActionType } from '../../action.ts'
import type { Condition, Match, Pattern, PrincipalMatch, Rule } from '../../rule.ts'

/** A part of what a rule covers: one action type and, where it names any, one name pattern. */
export interface Cell {
  readonly type: ActionType
  readonly resource: Pattern | undefined
}

/** Every part of what a rule covers. */
export function cellsOf({ actionTypes, resources }: Match): readonly Cell[] {
  const patterns: readonly (Pattern | undefined)[] = resources ?? [undefined]
  return actionTypes.flatMap((type) => patterns.map((resource) => ({ type, resource })))
}

/**
 * Whether every call in one part of a later rule is one that the earlier rule decides, where that is certain.
 * INVARIANT: the earlier rule matches whenever the later one does, also where a condition is in doubt.
 */
export function coversCell(earlier: Rule, later: Rule, { type, resource }: Cell): boolean {
  const [wide, narrow] = [earlier.match, later.match]
  return (
    wide.actionTypes.includes(type) &&
    coversWords(wide.words, narrow.words) &&
    coversNames(wide, narrow, resource) &&
    coversPatterns(wide.agentIds, narrow.agentIds) &&
    coversPatterns(wide.servers, narrow.servers) &&
    coversPatterns(wide.targets, narrow.targets) &&
    coversPrincipals(wide.principals, narrow.principals) &&
    coversCondition(earlier, later)
  )
}

function coversNames(wide: Match, narrow: Match, resource: Pattern | undefined): boolean {
  if (wide.resources === undefined) return true
  if (narrow.ignoreCase === true && wide.ignoreCase !== true) return false
  return coversPatterns(wide.resources, resource === undefined ? undefined : [resource])
}

function coversPatterns(wide?: readonly Pattern[], narrow?: readonly Pattern[]): boolean {
  if (wide === undefined) return true
  return narrow?.every((each) => wide.some((general) => patternCovers(general, each))) ?? false
}

function coversPrincipals(wide?: PrincipalMatch, narrow?: PrincipalMatch): boolean {
  if (wide === undefined) return true
  return (
    coversPatterns(wide.ids, narrow?.ids) &&
    coversWords(wide.kinds, narrow?.kinds) &&
    coversWords(wide.roles, narrow?.roles)
  )
}

function coversWords(wide?: readonly string[], narrow?: readonly string[]): boolean {
  return wide === undefined || (narrow?.every((word) => wide.includes(word)) ?? false)
}

function coversCondition(earlier: Rule, later: Rule): boolean {
  const wide = together(earlier.match.condition)
  if (wide.length === 0) return true
  // In doubt an allow rule does not match and the others do.
  if (earlier.effect.type === 'allow' && later.effect.type !== 'allow') return false
  const narrow = together(later.match.condition)
  return wide.every((general) => narrow.some((each) => implies(each, general)))
}

function together(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'all' ? condition.of.flatMap(together) : [condition]
}

/** Whether the general condition is true where the special one is, and in doubt or true where that is in doubt. */
function implies(special: Condition, general: Condition): boolean {
  if (general.kind === 'any') return general.of.some((inner) => implies(special, inner))
  if (sameCondition(special, general)) return true
  if (special.kind !== 'field' || general.kind !== 'field' || special.path.text !== general.path.text)
    return false
  const [narrow, wide] = [special.value, general.value]
  if (general.operator === 'one_of' && Array.isArray(wide)) {
    const known = new Set(wide.map(textOf))
    const asked =
      special.operator === 'equals'
        ? [narrow]
        : special.operator === 'one_of' && Array.isArray(narrow)
          ? narrow
          : undefined
    return asked?.every((item) => known.has(textOf(item))) ?? false
  }
  if (special.operator !== general.operator) return false
  if (typeof narrow === 'number' && typeof wide === 'number') {
    if (/^(?:at_most|less_than)$/.test(special.operator)) return narrow <= wide
    return /^(?:at_least|greater_than)$/.test(special.operator) && narrow >= wide
  }
  if (typeof narrow !== 'string' || typeof wide !== 'string') return false
  if (special.operator === 'starts_with') return narrow.startsWith(wide)
  if (special.operator === 'ends_with') return narrow.endsWith(wide)
  return special.operator === 'contains' && narrow.includes(wide)
}

function sameCondition(left: Condition, right: Condition): boolean {
  return textOf(withoutPlaces(left)) === textOf(withoutPlaces(right))
}

/** Two rules that apply to the same calls, written alike. */
export function isSameMatch(left: Match, right: Match): boolean {
  return textOf(withoutPlaces(left)) === textOf(withoutPlaces(right))
}

function textOf(value: unknown): string {
  // What the loader makes is JSON.
  return canonicalJson(value as JsonValue)
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => key !== 'origin' && item !== undefined)
      .map(([key, item]) => [key, withoutPlaces(item)]),
  )
}
