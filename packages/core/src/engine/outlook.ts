import type { Subject } from '../engine.ts'
import type { EffectType } from '../rule.ts'
import type { CandidateMemo } from './rules/candidate-memo.ts'
import { canMatch, evaluateRest, mustMatch, typeBit } from './rules/compiled-rule.ts'
import { unknownCall } from './unknown-call.ts'

/**
 * The outcomes that calls of a subject can have, whatever their arguments and targets, the time and the state are.
 *
 * INVARIANT: a superset of what `decide` can answer; so one outcome alone is proven for every call.
 */
export function outlookOf(memo: CandidateMemo, subject: Subject): readonly EffectType[] {
  const action = unknownCall(subject)
  const candidates = memo.of(typeBit(subject.type), subject.resource)
  const found = new Set<EffectType>()
  let rule = candidates.get(0, undefined)
  for (let at = 1; rule !== undefined; at += 1) {
    const { effect } = rule
    const possible = evaluateRest(rule, action, undefined)
    if (canMatch(effect, possible)) found.add(effect)
    if (mustMatch(effect, possible)) return [...found]
    rule = candidates.get(at, rule)
  }
  return [...found.add('deny')]
}
