import type { Action } from '../action.ts'
import { type Decision, DEFAULT_DENY_RULE_ID, EVALUATION_ERROR_RULE_ID } from '../decision.ts'
import { sha256Hex } from '../digest.ts'
import type { Engine, UrlParser } from '../engine.ts'
import type { Facts, Known, Mark, Need } from '../facts.ts'
import type { Policy } from '../policy.ts'
import type { EffectType } from '../rule.ts'
import { CandidateMemo } from './rules/candidate-memo.ts'
import type { Candidates } from './rules/candidates.ts'
import {
  canMatch,
  type CompiledRule,
  compileRule,
  evaluateRest,
  matches,
  mustMatch,
  typeBit,
} from './rules/compiled-rule.ts'
import { allSteps } from './all-steps.ts'
import { addDetail } from './trace/matched/add-detail.ts'
import { createEngineParts, type EngineParts } from './engine-parts.ts'
import { sealHistory } from './history/seal-history.ts'
import { isNamedIn } from './named.ts'
import { outlookOf } from './outlook.ts'
import { createRedactionIndex } from './redaction/redaction-index.ts'
import { createRedactor } from './redaction/redactor.ts'
import { ruleIndexSteps } from './rules/rule-index.ts'
import { ruleProblem } from './rules/rule-problem.ts'
import { withLimit } from './state/reached-limit.ts'
import { createTraceText } from './trace/trace-text.ts'
import { ERROR } from './truth-mask.ts'
import { isValidAction } from './valid-action.ts'

/** What an engine takes from its platform. */
export interface EngineOptions {
  /** A WHATWG URL parser: undefined when the text is not a URL; it must not throw. */
  readonly parseUrl: UrlParser
}

/**
 * Compiles policies into an engine. Policies are asked one after the other, each in the order of its rules.
 *
 * @throws PolicyError `POLICY_INVALID_RULE` for a rule that no loader lets through
 */
export function createEngine(policies: readonly Policy[], options: EngineOptions): Engine {
  return allSteps(engineSteps(policies, options))
}

/**
 * The same in small steps, a rule each, for whoever has other work between them.
 *
 * @throws PolicyError as `createEngine`, from a step
 */
export function* engineSteps(
  policies: readonly Policy[],
  { parseUrl }: EngineOptions,
): Generator<undefined, Engine, undefined> {
  const parts = createEngineParts(parseUrl)
  const rules = yield* compileRules(policies, parts)
  sealHistory(parts, rules)
  const memo = new CandidateMemo(yield* ruleIndexSteps(rules))
  const redaction = createRedactionIndex(rules)
  const remembers = parts.history.members.length > 0
  const engine: Engine = {
    digest: `sha256:${sha256Hex(policies.map((policy) => policy.digest).join('\n'))}`,
    ruleCount: rules.length,
    needs: (action, known = NOTHING_KNOWN) => {
      try {
        parts.texts.begin(action.parameters)
        return findNeeds(memo, action, known)
      } catch {
        // `decide` denies such an action whatever the facts are.
        return NO_NEEDS
      } finally {
        parts.texts.end()
      }
    },
    marks: (action, known = NOTHING_KNOWN) => {
      if (!remembers || !isValidAction(action)) return NO_MARKS
      try {
        parts.texts.begin(action.parameters)
        return parts.history.marks(action, known)
      } finally {
        parts.texts.end()
      }
    },
    decide: (action, facts, options) => {
      try {
        parts.texts.begin(action.parameters)
        const type = typeBit(action.type)
        if (type === 0 || !isValidAction(action)) return INVALID_ACTION
        const candidates = memo.of(type, action.resource)
        const first = firstMatch(candidates, action, facts)
        const decision =
          first.outcome === 'allow' || facts.counts === undefined
            ? first
            : withLimit(first, { needs: findNeeds(memo, action, facts), facts }, (roomy) =>
                firstMatch(candidates, action, roomy),
              )
        if (options === undefined) return decision
        const text = () =>
          createTraceText(createRedactor([...redaction.fields(action), ...(options.hide ?? [])]))
        return addDetail(decision, { rules, candidates, action, facts, text }, options)
      } catch {
        // INVARIANT: whatever goes wrong in here denies. The cause may quote the call, so it is not passed on.
        return ENGINE_FAILED
      } finally {
        parts.texts.end()
      }
    },
    outlook: (subject) => {
      try {
        return outlookOf(memo, subject)
      } catch {
        return ONLY_DENY
      }
    },
    // INVARIANT: hidden means that denial is proven.
    isHidden: (subject) => engine.outlook(subject).every((outcome) => outcome === 'deny'),
    isNamed: (subject) => {
      try {
        return isNamedIn(memo, subject)
      } catch {
        return false
      }
    },
    redactFields: (subject) => redaction.fields(subject),
  }
  return Object.freeze(engine)
}

function* compileRules(
  policies: readonly Policy[],
  parts: EngineParts,
): Generator<undefined, readonly CompiledRule[], undefined> {
  const compiled: CompiledRule[] = []
  for (const { rules } of policies)
    for (const rule of rules) {
      compiled.push(compileRule(rule, compiled.length, parts))
      yield
    }
  return compiled
}

function firstMatch(candidates: Candidates, action: Action, facts: Facts): Decision {
  let rule = candidates.get(0, undefined)
  for (let at = 1; rule !== undefined; at += 1) {
    const truth = evaluateRest(rule, action, facts)
    if (matches(rule.effect, truth))
      return truth === ERROR ? { ...rule.decision, error: ruleProblem(rule, action, facts) } : rule.decision
    rule = candidates.get(at, rule)
  }
  return DEFAULT_DENY
}

/** INVARIANT: a superset of the state that `firstMatch` reads on its way to the rule that decides. */
function findNeeds(memo: CandidateMemo, action: Action, known: Known): readonly Need[] {
  if (!isValidAction(action)) return NO_NEEDS
  const found = new Map<string, Need>()
  const candidates = memo.of(typeBit(action.type), action.resource)
  let rule = candidates.get(0, undefined)
  for (let at = 1; rule !== undefined; at += 1) {
    const { effect } = rule
    const possible = evaluateRest(rule, action, undefined)
    if (canMatch(effect, possible)) rule.condition?.addNeeds(action, found, known)
    if (mustMatch(effect, possible)) break
    rule = candidates.get(at, rule)
  }
  return found.size === 0 ? NO_NEEDS : [...found.values()]
}

const NO_NEEDS: readonly Need[] = Object.freeze([])

const NO_MARKS: readonly Mark[] = Object.freeze([])

const NOTHING_KNOWN: Known = Object.freeze({})

const ONLY_DENY: readonly EffectType[] = Object.freeze(['deny'])

const DEFAULT_DENY: Decision = Object.freeze({
  outcome: 'deny',
  code: 'POLICY_DEFAULT_DENY',
  ruleId: DEFAULT_DENY_RULE_ID,
  reason: 'no rule of the policy covers this call; what no rule covers is denied',
})

const INVALID_ACTION: Decision = Object.freeze({
  outcome: 'deny',
  code: 'EVALUATION_ERROR',
  ruleId: EVALUATION_ERROR_RULE_ID,
  reason: 'the call could not be judged, so it is denied',
  error: 'the action does not have the fields and types of an action',
})

const ENGINE_FAILED: Decision = Object.freeze({
  ...INVALID_ACTION,
  error: 'the engine failed while it judged the action',
})
