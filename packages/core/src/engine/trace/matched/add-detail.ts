import type { Action } from '../../../action.ts'
import type { Decision } from '../../../decision.ts'
import type { DecisionDetail } from '../../../engine.ts'
import type { Facts } from '../../../facts.ts'
import type { Candidates } from '../../rules/candidates.ts'
import type { CompiledRule } from '../../rules/compiled-rule.ts'
import { traceRule, traceRules } from '../trace-rules.ts'
import type { TraceText } from '../trace-text.ts'
import { boundedText, matchedText } from './match-line.ts'

interface Judged {
  readonly rules: readonly CompiledRule[]
  /** Those that cover the subject of the action. */
  readonly candidates: Candidates
  readonly action: Action
  readonly facts: Facts
  /** Made only where something is written. */
  readonly text: () => TraceText
}

/** The decision with what was asked for beside it. */
export function addDetail(
  decision: Decision,
  { rules, candidates, action, facts, text }: Judged,
  { trace = false, matched = false }: DecisionDetail,
): Decision {
  const rule = matched && decision.outcome !== 'allow' ? decidingRule(candidates, decision) : undefined
  const met = rule === undefined ? undefined : whatMatched(rule, action, { facts, text: text() })
  const told = met === undefined ? decision : { ...decision, matched: met }
  if (trace === false) return told
  return { ...told, trace: traceRules(rules, action, facts, { text: text(), isWhole: trace === 'all' }) }
}

/** What a rule met; for one that matches because it could not be evaluated, which part that was. */
function whatMatched(
  rule: CompiledRule,
  action: Action,
  { facts, text }: { readonly facts: Facts; readonly text: TraceText },
): string | undefined {
  try {
    const { part, detail, matches = [] } = traceRule(rule, action, facts, text)
    return detail === undefined ? matchedText(matches) : boundedText(`${part}: ${detail}`)
  } catch {
    // Arguments made in code can be nested deeper than can be told; they are decided all the same.
    return undefined
  }
}

function decidingRule(candidates: Candidates, { ruleId, origin }: Decision): CompiledRule | undefined {
  let rule = candidates.get(0, undefined)
  for (let at = 1; rule !== undefined; at += 1) {
    if (rule.rule.id === ruleId && rule.rule.origin === origin) return rule
    rule = candidates.get(at, rule)
  }
  return undefined
}
