import { ACTION_TYPES, type Action, type ActionType } from '../../action.ts'
import type { Decision, DecisionCode } from '../../decision.ts'
import type { Facts } from '../../facts.ts'
import { PolicyError } from '../../errors.ts'
import { hasCertainWords } from '../../match/words.ts'
import type { EffectType, Rule } from '../../rule.ts'
import { compileCondition, targetMask } from '../conditions/compile-condition.ts'
import type { CompiledCondition } from '../conditions/compiled-condition.ts'
import type { EngineParts } from '../engine-parts.ts'
import { compileNames, type NameSet } from './name-set.ts'
import { compileWords, type WordSet } from './word-set.ts'
import { compilePrincipals, type PrincipalSet } from './principal-set.ts'
import { and, ERROR, FALSE, TRUE, type TruthMask } from '../truth-mask.ts'

/** A rule made ready, at its place in the one order of the engine. */
export interface CompiledRule {
  readonly rule: Rule
  readonly position: number
  readonly effect: EffectType
  /** One bit per action type, in the order of `ACTION_TYPES`. */
  readonly types: number
  readonly resources?: NameSet
  readonly words?: WordSet
  readonly agentIds?: NameSet
  readonly servers?: NameSet
  readonly targets?: NameSet
  readonly principals?: PrincipalSet
  readonly condition?: CompiledCondition
  /** Nothing but action type and resource is asked: a rule that is reached decides. */
  readonly isOpen: boolean
  /** The decision when the rule matches without an error and nobody asks for a trace. */
  readonly decision: Decision
}

export function compileRule(rule: Rule, position: number, parts: EngineParts): CompiledRule {
  const { match } = rule
  const { resources, words, agentIds, servers, targets, principals, condition } = match
  if (words !== undefined && rule.effect.type === 'allow') throw wordsInAllow(rule)
  return {
    rule,
    position,
    effect: rule.effect.type,
    types: match.actionTypes.reduce((types, type) => types | typeBit(type), 0),
    ...(resources && { resources: compileNames(resources, match.ignoreCase) }),
    ...(words && { words: compileWords(words, parts) }),
    ...(agentIds && { agentIds: compileNames(agentIds) }),
    ...(servers && { servers: compileNames(servers) }),
    ...(targets && { targets: compileNames(targets) }),
    ...(principals && { principals: compilePrincipals(principals) }),
    ...(condition && {
      condition: compileCondition(condition, { ...parts, effect: rule.effect.type, rule }),
    }),
    isOpen: [words, agentIds, servers, targets, principals, condition].every((part) => part === undefined),
    decision: decisionOf(rule),
  }
}

/** The bit of an action type; 0 for a text that is none. */
export function typeBit(type: ActionType): number {
  return TYPE_BITS.get(type) ?? 0
}

const TYPE_BITS: ReadonlyMap<string, number> = new Map(ACTION_TYPES.map((type, index) => [type, 1 << index]))

const TOOL_CALL = typeBit('tool_call')

/** Whether the rule covers the action's type and name. */
export function coversSubject(rule: CompiledRule, type: number, resource: string): boolean {
  if ((rule.types & type) === 0) return false
  if (rule.words !== undefined && rule.words.mask(resource) === FALSE) return false
  if (rule.resources === undefined) return true
  const isPermit = rule.effect === 'allow' && type === TOOL_CALL
  return isPermit ? rule.resources.testTool(resource) : rule.resources.test(resource)
}

/** The loader refuses it: words are found in names that say more than the rule would allow. */
function wordsInAllow({ id }: Rule): PolicyError {
  return new PolicyError('POLICY_INVALID_RULE', `rule \`${id}\` allows by words; refusing the policy`, [])
}

/** The truth of everything else the rule asks; see `CompiledCondition.evaluate` for what may be unknown. */
export function evaluateRest(rule: CompiledRule, action: Action, facts: Facts | undefined): TruthMask {
  if (rule.isOpen) return TRUE
  if (rule.agentIds !== undefined && !rule.agentIds.test(action.agentId)) return FALSE
  if (rule.servers !== undefined && (action.server === undefined || !rule.servers.test(action.server)))
    return FALSE
  if (rule.principals !== undefined && !rule.principals.test(action.principal)) return FALSE
  // The name is covered; what is left to ask is whether that is certain.
  const name = rule.words === undefined || hasCertainWords(action.resource) ? TRUE : ERROR
  const target = rule.targets === undefined ? name : and(name, targetMask(action, rule.targets))
  if (target === FALSE || rule.condition === undefined) return target
  return and(target, rule.condition.evaluate(action, facts))
}

/** INVARIANT: an error matches in deny and approval rules, and does not in allow rules. */
export function matches(effect: EffectType, truth: TruthMask): boolean {
  return truth === TRUE || (truth === ERROR && effect !== 'allow')
}

/** Whether some of the possible values match. */
export function canMatch(effect: EffectType, possible: TruthMask): boolean {
  return (possible & TRUE) !== 0 || ((possible & ERROR) !== 0 && effect !== 'allow')
}

/** Whether all of the possible values match. */
export function mustMatch(effect: EffectType, possible: TruthMask): boolean {
  return possible === TRUE || (effect !== 'allow' && (possible & FALSE) === 0)
}

const CODES: Readonly<Record<EffectType, DecisionCode>> = {
  allow: 'POLICY_ALLOW',
  deny: 'POLICY_DENY',
  require_approval: 'POLICY_APPROVAL_REQUIRED',
}

function decisionOf({ effect, id, policy, origin }: Rule): Decision {
  return Object.freeze({
    outcome: effect.type,
    code: CODES[effect.type],
    ruleId: id,
    policy,
    origin,
    reason: effect.reason ?? `rule \`${id}\` says ${effect.type}`,
    ...(effect.suggestion !== undefined && { suggestion: effect.suggestion }),
    ...(effect.riskLevel && { riskLevel: effect.riskLevel }),
    ...(effect.approval && { approval: effect.approval }),
  })
}
