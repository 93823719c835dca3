import type { Subject } from '../../engine.ts'
import { canMatch, type CompiledRule, coversSubject, evaluateRest, typeBit } from '../rules/compiled-rule.ts'
import { createRuleIndex } from '../rules/rule-index.ts'
import { SECRET_NAMES } from './secret-names.ts'
import { unknownCall } from '../unknown-call.ts'

/** Knows which fields to hide in the calls of a subject. */
export interface RedactionIndex {
  /**
   * The built-in names and those of every rule that could match, also after one that surely decides: a denied call
   * is stored and shown too.
   */
  fields(subject: Subject): readonly string[]
}

export function createRedactionIndex(rules: readonly CompiledRule[]): RedactionIndex {
  const redacting = rules.filter((rule) => rule.rule.effect.redactFields.length > 0)
  if (redacting.length === 0) return { fields: () => SECRET_NAMES }
  const index = createRuleIndex(redacting)
  return {
    fields: (subject) => {
      const type = typeBit(subject.type)
      const action = unknownCall(subject)
      const found = new Set(SECRET_NAMES)
      const candidates = index.candidates(subject.resource, 0)
      for (let rule = candidates.next(); rule !== undefined; rule = candidates.next()) {
        const { effect } = rule.rule
        if (
          coversSubject(rule, type, subject.resource) &&
          canMatch(effect.type, evaluateRest(rule, action, undefined))
        )
          for (const field of effect.redactFields) found.add(field)
      }
      return [...found]
    },
  }
}
