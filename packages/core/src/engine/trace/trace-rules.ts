import type { Action } from '../../action.ts'
import type { TraceStep } from '../../decision.ts'
import type { Facts } from '../../facts.ts'
import { conditionPart } from '../conditions/condition-part.ts'
import { type CompiledRule, coversSubject, evaluateRest, matches, typeBit } from '../rules/compiled-rule.ts'
import { targetMask } from '../conditions/compile-condition.ts'
import type { Explanation } from '../conditions/compiled-condition.ts'
import { ruleMatches } from './matched/rule-matches.ts'
import { describePrincipal } from '../rules/principal-set.ts'
import { ruleProblem } from '../rules/rule-problem.ts'
import type { TraceText } from './trace-text.ts'
import { ERROR, FALSE, TRUE, truthOf, type TruthMask } from '../truth-mask.ts'

/**
 * Every rule up to the deciding one with what it found, then the later ones that would have matched without it, or
 * all of them where the whole is asked for.
 * Looks at all rules, without the index.
 */
export function traceRules(
  rules: readonly CompiledRule[],
  action: Action,
  facts: Facts,
  { text, isWhole }: { readonly text: TraceText; readonly isWhole: boolean },
): readonly TraceStep[] {
  const steps: TraceStep[] = []
  let isDecided = false
  for (const rule of rules) {
    const step = traceRule(rule, action, facts, text)
    if (!isDecided || isWhole || step.matched) steps.push(step)
    isDecided ||= step.matched
  }
  return steps
}

export function traceRule(rule: CompiledRule, action: Action, facts: Facts, text: TraceText): TraceStep {
  const uncovered = uncoveredPart(rule, action, text)
  const truth: TruthMask = uncovered === undefined ? evaluateRest(rule, action, facts) : FALSE
  const { id, policy, origin, effect } = rule.rule
  const step = {
    ruleId: id,
    policy,
    origin,
    effect: effect.type,
    truth: truthOf(truth),
    matched: matches(effect.type, truth),
  }
  if (truth === TRUE) {
    const found = ruleMatches(rule, action, { facts, text })
    return found.length === 0 ? step : { ...step, matches: found }
  }
  const explanation =
    uncovered ??
    (truth === ERROR ? uncertainWords(rule, action, text) : undefined) ??
    explainCondition(rule, action, facts, text)
  const problem = truth === ERROR ? `: ${ruleProblem(rule, action, facts)}` : ''
  return { ...step, part: explanation.part, detail: `${explanation.detail}${problem}` }
}

/** The first part other than the condition that does not hold. */
function uncoveredPart(rule: CompiledRule, action: Action, text: TraceText): Explanation | undefined {
  const { agentIds, servers, targets, principals } = rule
  if ((rule.types & typeBit(action.type)) === 0)
    return failed('action_types', rule.rule.match.actionTypes.join(', '), text.shown(action.type))
  if (!coversSubject(rule, typeBit(action.type), action.resource)) return uncoveredName(rule, action, text)
  if (agentIds !== undefined && !agentIds.test(action.agentId))
    return failed('agent_ids', names(agentIds.patterns, text), text.shown(action.agentId))
  if (servers !== undefined && (action.server === undefined || !servers.test(action.server)))
    return failed('servers', names(servers.patterns, text), optional(action.server, text))
  if (principals !== undefined && !principals.test(action.principal))
    return failed('principals', 'a principal of the rule', text.shown(describePrincipal(action)))
  if (targets !== undefined && targetMask(action, targets) === FALSE)
    return failed('targets', names(targets.patterns, text), optional(action.target, text))
  return undefined
}

function uncoveredName(
  { resources, words }: CompiledRule,
  { resource }: Action,
  text: TraceText,
): Explanation {
  if (words?.mask(resource) === FALSE) return failed('words', words.words.join(', '), text.shown(resource))
  const expected = names(resources?.patterns ?? [], text)
  const { part, detail } = failed('resources', expected, text.shown(resource))
  const isOdd = resources?.test(resource) === true
  return {
    part,
    detail: isOdd
      ? `${detail}, which no pattern of an allow rule covers unless it spells the name out`
      : detail,
  }
}

/** The words of a name that are not certain, where nothing else is asked that is false. */
function uncertainWords(
  { words }: CompiledRule,
  { resource }: Action,
  text: TraceText,
): Explanation | undefined {
  if (words?.mask(resource) !== ERROR) return undefined
  return failed('words', words.words.join(', '), text.shown(resource))
}

function failed(part: string, expected: string, found: string): Explanation {
  return { part, detail: `expected ${expected}, found ${found}` }
}

function optional(name: string | undefined, text: TraceText): string {
  return name === undefined ? 'none' : text.shown(name)
}

const NAMES_SHOWN_MAX = 5

function names(patterns: readonly { readonly text: string }[], text: TraceText): string {
  const shown = patterns.slice(0, NAMES_SHOWN_MAX).map((pattern) => text.shown(pattern.text))
  const more = patterns.length - shown.length
  return shown.join(', ') + (more === 0 ? '' : ` and ${more} more`)
}

function explainCondition(rule: CompiledRule, action: Action, facts: Facts, text: TraceText): Explanation {
  const explanation = rule.condition?.explain(action, facts, text)
  const condition = rule.rule.match.condition
  if (explanation === undefined || condition === undefined)
    return { part: 'conditions', detail: 'it has no parts' }
  return { ...explanation, part: conditionPart(condition, explanation.part) }
}
