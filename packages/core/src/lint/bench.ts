import { createEngine } from '../engine/create-engine.ts'
import { createEngineParts, type EngineParts } from '../engine/engine-parts.ts'
import type { Engine, UrlParser } from '../engine.ts'
import type { Policy } from '../policy.ts'
import type { Origin, Rule } from '../rule.ts'
import { conditionsOf, resourceExamples } from './examples/example-names.ts'
import { potsOf } from './examples/pots.ts'
import type { SourceSpots } from './source-spots.ts'

/** The policies under examination, together as they would decide. */
export interface Bench {
  readonly policies: readonly Policy[]
  readonly engine: Engine
  /** What single rules and conditions are compiled with. */
  readonly parts: EngineParts
  readonly spots: SourceSpots
  /** Whether any rule reads the time. */
  readonly readsTime: boolean
  /** Whether any rule allows anything. */
  readonly allows: boolean
  /** Some names that allow rules are about: what a rule for every tool lets pass shows on these. */
  readonly allowedNames: readonly string[]
  /** The first rule that names each pot. */
  readonly firstOfPot: ReadonlyMap<string, Rule>
  /** The rule that a decision or a step of a trace names. */
  ruleOf(named: { readonly ruleId: string; readonly origin?: Origin }): Rule | undefined
}

const ALLOWED_NAMES_MAX = 8

export function createBench(policies: readonly Policy[], parseUrl: UrlParser, spots: SourceSpots): Bench {
  const rules = policies.flatMap((policy) => policy.rules)
  const allowing = rules.filter(({ effect }) => effect.type === 'allow')
  const names = allowing
    .filter(({ match }) => match.resources !== undefined)
    .slice(0, ALLOWED_NAMES_MAX)
    .flatMap(resourceExamples)
  // Ids are unique within a policy only, and rules built in code share an origin.
  const byName = new Map(rules.map((rule) => [nameOf(rule.id, rule.origin), rule]))
  const firstOfPot = new Map<string, Rule>()
  for (const rule of rules)
    for (const pot of potsOf(rule).keys()) if (!firstOfPot.has(pot)) firstOfPot.set(pot, rule)
  return {
    policies,
    engine: createEngine(policies, { parseUrl }),
    parts: createEngineParts(parseUrl),
    spots,
    readsTime: rules.some(({ match }) => conditionsOf(match.condition, 'time_window').length > 0),
    allows: allowing.length > 0,
    allowedNames: [...new Set(names)].slice(0, ALLOWED_NAMES_MAX),
    firstOfPot,
    ruleOf: ({ ruleId, origin }) => byName.get(nameOf(ruleId, origin)),
  }
}

function nameOf(id: string, origin: Origin | undefined): string {
  return JSON.stringify([id, origin?.file, origin?.line, origin?.column])
}
