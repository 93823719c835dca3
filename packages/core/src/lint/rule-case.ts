import type { Decision } from '../decision.ts'
import { compileCondition } from '../engine/conditions/compile-condition.ts'
import type { CompiledCondition } from '../engine/conditions/compiled-condition.ts'
import type { EngineParts } from '../engine/engine-parts.ts'
import { History } from '../engine/history/history.ts'
import {
  type CompiledRule,
  compileRule,
  coversSubject,
  evaluateRest,
  matches,
  typeBit,
} from '../engine/rules/compiled-rule.ts'
import { FALSE, TRUE, type TruthMask } from '../engine/truth-mask.ts'
import type { Policy, Witness } from '../policy.ts'
import type { Condition, Rule } from '../rule.ts'
import type { Bench } from './bench.ts'
import { decideCall, factsOf, withResource, type Call } from './call.ts'
import { callerExample, resourceExamples } from './examples/example-names.ts'
import { findCalls } from './examples/find-calls.ts'

/** One rule under examination: on its own, and among all others. */
export class RuleCase {
  readonly rule: Rule
  readonly policy: Policy
  readonly bench: Bench
  readonly #parts: EngineParts
  readonly #compiled: CompiledRule
  readonly #conditions = new Map<Condition, CompiledCondition>()
  #examples: readonly Call[] | undefined

  constructor(rule: Rule, policy: Policy, bench: Bench) {
    this.rule = rule
    this.policy = policy
    this.bench = bench
    // A pot is the rule's alone here: what others put into it says nothing of this one.
    this.#parts = { ...bench.parts, history: new History() }
    this.#compiled = compileRule(rule, 0, this.#parts)
  }

  /** Calls that the rule by itself covers without a doubt, one for each name pattern; none where none was found. */
  get examples(): readonly Call[] {
    this.#examples ??= this.#findExamples()
    return this.#examples
  }

  /** The first example; where there is none, a call that at least comes from whom the rule asks for. */
  get example(): Call {
    return (
      this.examples[0] ?? withResource(callerExample(this.rule.match), resourceExamples(this.rule)[0] ?? '')
    )
  }

  /** Whether the rule by itself covers the call without a doubt. */
  holds(call: Call): boolean {
    return this.#truth(call) === TRUE
  }

  /** Whether the rule by itself matches; in a deny or approval rule doubt does. */
  matches(call: Call): boolean {
    return matches(this.rule.effect.type, this.#truth(call))
  }

  /** What all policies together decide. */
  decide(call: Call): Decision {
    return decideCall(this.bench.engine, call)
  }

  /** Whether this is the rule that decides. */
  decides(call: Call): boolean {
    return this.bench.ruleOf(this.decide(call)) === this.rule
  }

  /** Whether the condition is true of the call. */
  isTrue(condition: Condition, call: Call): boolean {
    const known = this.#conditions.get(condition)
    const compiled = known ?? compileCondition(condition, this.#parts)
    if (known === undefined) this.#conditions.set(condition, compiled)
    return compiled.evaluate(call.action, factsOf(call)) === TRUE
  }

  /** The call, and what is decided on it. */
  witness(call: Call): Witness {
    const { engine, readsTime } = this.bench
    const { outcome, ruleId } = this.decide(call)
    const kinds = new Set(engine.needs(call.action, factsOf(call)).map(({ kind }) => kind))
    return {
      action: call.action,
      outcome,
      rule: ruleId,
      ...(readsTime && { nowMs: call.nowMs }),
      ...((kinds.has('rate') || kinds.has('history')) && { calls: call.calls }),
      ...(kinds.has('session_age') && { sessionAgeMs: call.sessionAgeMs }),
    }
  }

  #findExamples(): readonly Call[] {
    const found = findCalls(this.rule, (call) => this.holds(call))
    const [first] = found
    if (first === undefined || this.rule.match.resources !== undefined) return found
    const named = this.bench.allowedNames.map((name) => withResource(first, name))
    return [...found, ...named.filter((call) => this.holds(call))]
  }

  #truth({ action, ...rest }: Call): TruthMask {
    const isCovered = coversSubject(this.#compiled, typeBit(action.type), action.resource)
    return isCovered ? evaluateRest(this.#compiled, action, factsOf({ action, ...rest })) : FALSE
  }
}
