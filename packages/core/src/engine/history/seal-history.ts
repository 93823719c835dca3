import type { Action } from '../../action.ts'
import type { EngineParts } from '../engine-parts.ts'
import {
  type CompiledRule,
  compileRule,
  coversSubject,
  evaluateRest,
  typeBit,
} from '../rules/compiled-rule.ts'
import { createRuleIndex } from '../rules/rule-index.ts'
import { FALSE, type TruthMask } from '../truth-mask.ts'
import type { Member } from './history.ts'

/** Lets conditions on earlier calls find the calls that they are about, once every rule is compiled. */
export function sealHistory(parts: EngineParts, rules: readonly CompiledRule[]): void {
  const { history } = parts
  const { members } = history
  const byRule = new Map(rules.map((compiled) => [compiled.rule, compiled]))
  const compiled = members.map((member, position): CompiledRule => {
    const whole = member.condition.match === undefined ? byRule.get(member.rule) : undefined
    return { ...(whole ?? compileMatch(member, parts)), position }
  })
  const places = new Map(members.map((member, place) => [member, place]))
  const index = createRuleIndex(compiled)
  const covers = (member: Member, action: Action): TruthMask => {
    const rule = compiled[places.get(member) ?? -1]
    const isNamed = rule !== undefined && coversSubject(rule, typeBit(action.type), action.resource)
    return isNamed ? evaluateRest(rule, action, undefined) : FALSE
  }
  history.seal(function* find({ resource }) {
    const candidates = index.candidates(resource, 0)
    for (let rule = candidates.next(); rule !== undefined; rule = candidates.next()) {
      const member = members[rule.position]
      if (member !== undefined) yield member
    }
  }, covers)
}

/** As the match of a rule: what must have been there is taken as narrowly as what an allow rule lets pass. */
function compileMatch({ condition, rule }: Member, parts: EngineParts): CompiledRule {
  const type = condition.measure === 'seen' ? 'allow' : 'deny'
  const match = condition.match ?? rule.match
  return compileRule({ ...rule, effect: { type, redactFields: [] }, match }, 0, parts)
}
