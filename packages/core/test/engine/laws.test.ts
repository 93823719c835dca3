import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createEngine,
  rateKey,
  type Action,
  type Engine,
  type Facts,
  type Policy,
  type Rule,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import {
  action,
  aim,
  aimedAction,
  factsFor,
  parameters,
  platformUrl,
  policies,
  policyOf,
  randomFacts,
  type AimedAction,
  type RandomFacts,
} from '../random-policies.ts'
import { globs, rule } from '../rule-builders.ts'

const engineOf = (list: readonly Policy[]): Engine => createEngine(list, { parseUrl: platformUrl })
const tried = fc.array(fc.tuple(aimedAction, randomFacts), { minLength: 12, maxLength: 12 })

/** The calls of one run, aimed at the policies, with every counter answered or none. */
function cases(
  list: readonly Policy[],
  drawn: readonly (readonly [AimedAction, RandomFacts])[],
): (readonly [Action, Facts])[] {
  return drawn.map(([aimed, random]) => {
    const call = aim(aimed, list)
    return [
      call,
      factsFor(
        random,
        [1000, 60_000].map((windowMs) => rateKey(call, windowMs)),
      ),
    ]
  })
}

test('a rule for other names, appended, changes no decision', () => {
  fc.assert(
    fc.property(
      policies,
      tried,
      fc.constantFrom('allow' as const, 'deny' as const),
      (list, drawn, effect) => {
        const before = engineOf(list)
        const after = engineOf([
          ...list,
          policyOf('more', [
            rule('unrelated', effect, { resources: globs('no_such_tool_*') }, { priority: 0 }),
          ]),
        ])
        for (const [call, facts] of cases(list, drawn))
          expect(after.decide(call, facts)).toEqual(before.decide(call, facts))
      },
    ),
    { numRuns: 200 },
  )
})

function denialFirst(other: Rule): Rule {
  return { ...other, priority: 0, effect: { ...other.effect, type: 'deny' } }
}

test('a deny rule put first never makes a refused call pass', () => {
  fc.assert(
    fc.property(policies, policies, tried, (list, source, drawn) => {
      const denials = source.flatMap((policy) => policy.rules).map(denialFirst)
      const before = engineOf(list)
      const after = engineOf([policyOf('first', denials), ...list])
      for (const [call, facts] of cases(list, drawn)) {
        const [was, is] = [before.decide(call, facts).outcome, after.decide(call, facts).outcome]
        expect(is === was || is === 'deny').toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('the order of keys in the arguments changes nothing but which of several doubts is told', () => {
  const decided = (engine: Engine, call: Action, facts: Facts) => {
    const { error, ...decision } = engine.decide(call, facts)
    return { ...decision, isError: error !== undefined }
  }
  const turned = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(turned)
    if (typeof value !== 'object' || value === null) return value
    const copy: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of Object.entries(value as JsonObject).toReversed()) copy[key] = turned(item)
    return copy
  }
  fc.assert(
    fc.property(policies, tried, (list, drawn) => {
      const engine = engineOf(list)
      for (const [call, facts] of cases(list, drawn))
        expect(
          decided(engine, { ...call, parameters: turned(call.parameters) as JsonObject }, facts),
        ).toEqual(decided(engine, call, facts))
    }),
    { numRuns: 200 },
  )
})

test('an engine decides alike however often and in whatever order it is asked, with and without a trace', () => {
  fc.assert(
    fc.property(policies, tried, (list, drawn) => {
      const worn = engineOf(list)
      const asked = cases(list, drawn)
      for (const [call, facts] of asked.toReversed()) worn.decide(call, facts)
      for (const [call, facts] of asked) {
        const fresh = engineOf(list).decide(call, facts)
        expect(worn.decide(call, facts)).toEqual(fresh)
        const { trace, ...traced } = worn.decide(call, facts, { trace: true })
        expect(traced).toEqual(fresh)
        expect(trace?.find((step) => step.matched)?.ruleId ?? '_default_deny').toBe(fresh.ruleId)
        const ids = trace?.map((step) => step.ruleId) ?? []
        expect(new Set(ids).size).toBe(ids.length)
      }
    }),
    { numRuns: 150 },
  )
})

test('what is hidden is denied for all arguments, targets, times and states; what is decided was in the outlook', () => {
  let certainSeen = 0
  let hiddenSeen = 0
  let listedSeen = 0
  const manyArguments = fc.array(
    fc.tuple(
      parameters,
      fc.option(fc.constantFrom('read_file', 'x', 'query'), { nil: undefined }),
      randomFacts,
    ),
    { minLength: 10, maxLength: 10 },
  )
  fc.assert(
    fc.property(
      policies,
      fc.array(fc.tuple(action, manyArguments), { minLength: 8, maxLength: 8 }),
      (list, drawn) => {
        const engine = engineOf(list)
        for (const [{ target: _target, ...subject }, variants] of drawn) {
          const hidden = engine.isHidden(subject)
          const outlook = engine.outlook(subject)
          if (outlook.length === 1 && !hidden) certainSeen += 1
          if (hidden) hiddenSeen += 1
          else listedSeen += 1
          for (const [args, target, random] of variants) {
            const aimed = aim(
              {
                action: { ...subject, parameters: args, ...(target !== undefined && { target }) },
                pick: Object.keys(args).length * 7 + 1,
                item: random.nowMs % 11,
              },
              list,
            )
            const { outcome } = engine.decide(
              aimed,
              factsFor(
                random,
                [1000, 60_000].map((windowMs) => rateKey(aimed, windowMs)),
              ),
            )
            // Both halves of the law: hidden implies denied, so callable implies listed.
            if (hidden) expect(outcome).toBe('deny')
            expect(outlook).toContain(outcome)
          }
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(hiddenSeen).toBeGreaterThan(100)
  expect(listedSeen).toBeGreaterThan(100)
  expect(certainSeen).toBeGreaterThan(20)
})

test('the facts that an action needs are enough: more of them change nothing', () => {
  let needed = 0
  fc.assert(
    fc.property(policies, tried, (list, drawn) => {
      const engine = engineOf(list)
      for (const [call, facts] of cases(list, drawn)) {
        const needs = engine.needs(call, facts)
        needed += needs.length
        const keys = needs.flatMap((need) => (need.kind === 'session_age' ? [] : [need.key]))
        expect(new Set(keys).size).toBe(keys.length)
        const { sessionStartedAtMs, sessionId, counts, nowMs } = facts
        const asked: Facts = {
          nowMs,
          ...(needs.some((need) => need.kind === 'session_age') &&
            sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
          ...(sessionId !== undefined && { sessionId }),
          ...(counts && {
            counts: new Map(
              keys.flatMap((key) => {
                const count = counts.get(key)
                return count === undefined ? [] : [[key, count] as const]
              }),
            ),
          }),
        }
        expect(engine.decide(call, asked)).toEqual(engine.decide(call, facts))
      }
    }),
    { numRuns: 300 },
  )
  expect(needed).toBeGreaterThan(100)
})
