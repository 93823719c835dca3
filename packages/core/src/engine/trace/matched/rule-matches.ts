import type { Action } from '../../../action.ts'
import type { TraceMatch } from '../../../decision.ts'
import type { Facts } from '../../../facts.ts'
import { LIMITS } from '../../../limits.ts'
import type { Condition } from '../../../rule.ts'
import type { CompiledRule } from '../../rules/compiled-rule.ts'
import { conditionPart } from '../../conditions/condition-part.ts'
import type { NameSet } from '../../rules/name-set.ts'
import { describePrincipal } from '../../rules/principal-set.ts'
import type { TraceText } from '../trace-text.ts'

/** What each part of a rule that holds met in the call, in the order of the file's keys. */
export function ruleMatches(
  rule: CompiledRule,
  action: Action,
  { facts, text }: { readonly facts: Facts; readonly text: TraceText },
): readonly TraceMatch[] {
  const { resources, words, agentIds, servers, targets, principals, condition } = rule
  const names = (what: string, set: NameSet | undefined, name: string | undefined) =>
    set === undefined || name === undefined ? [] : [nameMatch(what, set.which(name)?.text, { name, text })]
  const whole = rule.rule.match.condition
  const conditions = whole === undefined ? [] : (condition?.met?.(action, facts, text) ?? [])
  return [
    ...names('resources', resources, action.resource),
    ...(words === undefined
      ? []
      : [nameMatch('words', words.which(action.resource), { name: action.resource, text })]),
    ...names('agent_ids', agentIds, action.agentId),
    ...names('servers', servers, action.server),
    ...names('targets', targets, action.target),
    ...(principals === undefined
      ? []
      : [nameMatch('principals', undefined, { name: describePrincipal(action), text })]),
    ...conditions.map((match) => inFile(match, whole)),
  ].slice(0, LIMITS.matchesMax)
}

function inFile(match: TraceMatch, whole: Condition | undefined): TraceMatch {
  return whole === undefined ? match : { ...match, what: conditionPart(whole, match.what) }
}

function nameMatch(
  what: string,
  pattern: string | undefined,
  { name, text }: { readonly name: string; readonly text: TraceText },
): TraceMatch {
  return { what, ...(pattern !== undefined && { pattern: text.item(pattern) }), text: text.item(name) }
}
