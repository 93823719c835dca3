import { type Decision, DEFAULT_DENY_RULE_ID, type TraceStep } from '../decision.ts'
import { nearest } from '../text/nearest.ts'
import { matchedText } from '../engine/trace/matched/match-line.ts'
import type { Engine } from '../engine.ts'
import type { Facts, Need } from '../facts.ts'
import type { EffectType } from '../rule.ts'
import type { PolicyTestCase } from './policy-test-file.ts'

/** Rules that say what the case expects and come near to deciding it; more would hide the one that is meant. */
const NEAR_MAX = 3

/** Why a case was decided otherwise than it expects, one sentence each. */
export function whyOtherwise(
  { action, expect, rule }: PolicyTestCase,
  decision: Decision,
  { engine, facts }: { readonly engine: Engine; readonly facts: Facts },
): readonly string[] {
  const { trace: steps = [] } = engine.decide(action, facts, { trace: 'all' })
  const isOtherRule = rule !== undefined && rule !== decision.ruleId && rule !== DEFAULT_DENY_RULE_ID
  const missed = isOtherRule
    ? [whyNotRule(rule, decision, steps)]
    : decision.outcome === expect
      ? []
      : whyNotEffect(expect, steps)
  return [...missed, ...whatDecided(steps), ...engine.needs(action).flatMap((need) => unknown(need, facts))]
}

function whyNotRule(rule: string, { ruleId }: Decision, steps: readonly TraceStep[]): string {
  const step = steps.find((one) => one.ruleId === rule)
  if (step !== undefined)
    return step.matched ? `\`${rule}\` matches too, but \`${ruleId}\` is asked before it` : notMatched(step)
  const meant = nearest(
    rule,
    steps.map((one) => one.ruleId),
  )
  return `no rule has the id \`${rule}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`
}

/** Rules with the effect that is expected and the name that is asked for. */
function whyNotEffect(effect: EffectType, steps: readonly TraceStep[]): readonly string[] {
  const likely = steps.filter((step) => step.effect === effect)
  const near = likely.filter(
    ({ matched, part = '' }) => !matched && !['action_types', 'resources', 'words'].includes(part),
  )
  if (near.length > 0) return near.slice(0, NEAR_MAX).map(notMatched)
  const later = likely.find(({ matched }) => matched)
  return [
    later === undefined
      ? `no rule that says ${effect} covers the name`
      : `\`${later.ruleId}\` says ${effect}, but another is asked before it`,
  ]
}

function notMatched({ ruleId, effect, truth, part, detail }: TraceStep): string {
  const how = truth === 'error' ? 'cannot be evaluated, which never allows' : 'does not match'
  return `\`${ruleId}\` (${effect}) ${how}: ${part}: ${detail}`
}

function whatDecided(steps: readonly TraceStep[]): readonly string[] {
  const step = steps.find(({ matched }) => matched)
  if (step === undefined) return []
  const met = step.detail === undefined ? matchedText(step.matches ?? []) : `${step.part}: ${step.detail}`
  return [`\`${step.ruleId}\` (${step.effect}) decides: ${met ?? 'it asks for nothing else'}`]
}

/** State that the decision reads and the case leaves out. */
function unknown(need: Need, { counts, sessionStartedAtMs }: Facts): readonly string[] {
  switch (need.kind) {
    case 'rate':
      return counts?.has(need.key) === true
        ? []
        : [
            `the case does not say how many calls there were in ${need.windowMs / 1000} s: give it \`state: {calls: 1}\``,
          ]
    case 'history':
      return counts?.has(need.key) === true
        ? []
        : ['the case does not say which calls there were before: give it `state: {earlier: []}`']
    case 'session_age':
      return sessionStartedAtMs === undefined
        ? ['the case does not say how old the session is: give it `state: {session_age: 10m}`']
        : []
  }
}
