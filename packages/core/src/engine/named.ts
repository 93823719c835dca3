import type { Subject } from '../engine.ts'
import { hasCertainWords } from '../match/words.ts'
import type { Pattern } from '../rule.ts'
import type { CandidateMemo } from './rules/candidate-memo.ts'
import { canMatch, type CompiledRule, evaluateRest, mustMatch, typeBit } from './rules/compiled-rule.ts'
import { requiredNames } from './rules/required-names.ts'
import { unknownCall } from './unknown-call.ts'

/**
 * Whether a rule that can decide calls of a subject was written for its name, or for a family of names that it is of.
 * What stands behind a rule that decides every call counts for nothing: no call ever comes there.
 */
export function isNamedIn(memo: CandidateMemo, subject: Subject): boolean {
  const action = unknownCall(subject)
  const candidates = memo.of(typeBit(subject.type), subject.resource)
  let rule = candidates.get(0, undefined)
  for (let at = 1; rule !== undefined; at += 1) {
    const possible = evaluateRest(rule, action, undefined)
    if (canMatch(rule.effect, possible) && !isForEverything(rule, subject.resource)) return true
    if (mustMatch(rule.effect, possible)) return false
    rule = candidates.get(at, rule)
  }
  return false
}

/** Whether it asks for no name, or for any: such a rule was written before anybody thought of this one. */
function isForEverything(rule: CompiledRule, name: string): boolean {
  // A name whose words are not certain meets every rule by words, and none was written for it.
  if (rule.words !== undefined && hasCertainWords(name)) return false
  const names = requiredNames(rule)
  return names === undefined || names.patterns.some(coversAll)
}

function coversAll({ kind, text }: Pattern): boolean {
  switch (kind) {
    case 'exact':
      return false
    case 'prefix':
      return text === ''
    case 'glob':
      return /^\*+$/.test(text)
  }
}
