import type { JsonValue } from '../../json-value.ts'
import { parseInstant } from '../../policy-test/instant.ts'
import type { Rule, TimeWindowCondition } from '../../rule.ts'
import { withParameters, withResource, type Call } from '../call.ts'
import { callerExample, conditionsOf, resourceExamples } from './example-names.ts'
import { wishesOf, type Wish } from './example-values.ts'
import { putValue } from './put-value.ts'

/** Combinations of values tried for one rule; fewer at each of the many times of a rule that minds the time. */
const TRIES_MAX = 600
const TRIES_TIMED_MAX = 12

/** Arguments that a rule reads; with more, the first combination must do. */
const WISHES_MAX = 100

/** Patterns of a rule for which an example is looked for. */
const NAMES_MAX = 64

const HALF_HOUR_MS = 1_800_000
const WEEK_MS = 7 * 86_400_000

/**
 * Calls that pass the test, one for each name pattern of the rule as far as they are found: values are taken from the
 * rule's own operands, put together and tried.
 */
export function findCalls(rule: Rule, test: (call: Call) => boolean): readonly Call[] {
  const { match } = rule
  const wishes = wishesOf(match.condition)
  const isLarge = wishes.length > WISHES_MAX
  const caller = callerExample(match)
  const [first = '', ...others] = resourceExamples(rule).slice(0, NAMES_MAX)
  const windows = conditionsOf(match.condition, 'time_window')
  const found =
    windows.length > 0
      ? firstOf(aWeekIn(windows, withResource(caller, first)), (call) =>
          findFirst(call, wishes, test, TRIES_TIMED_MAX),
        )
      : findFirst(withResource(caller, first), wishes, test, isLarge ? 1 : TRIES_MAX)
  if (found === undefined) return []
  const smallest = isLarge ? found : withoutNeedless(found, test)
  return [smallest, ...others.map((name) => withResource(smallest, name)).filter(test)]
}

function findFirst(
  call: Call,
  wishes: readonly Wish[],
  test: (call: Call) => boolean,
  triesMax: number,
): Call | undefined {
  let tries = 0
  for (const parameters of combinations(wishes)) {
    const made = withParameters(call, parameters)
    if (test(made)) return made
    tries += 1
    if (tries === triesMax) return undefined
  }
  return undefined
}

function firstOf(calls: Iterable<Call>, find: (call: Call) => Call | undefined): Call | undefined {
  for (const call of calls) {
    const found = find(call)
    if (found !== undefined) return found
  }
  return undefined
}

/** Every half hour of a week, from now on and within the dates that the windows name. */
function* aWeekIn(windows: readonly TimeWindowCondition[], call: Call): Generator<Call> {
  const starts = windows.flatMap(({ from, until }) => [
    from === undefined ? Number.NaN : dayMs(from),
    until === undefined ? Number.NaN : dayMs(until) - WEEK_MS,
  ])
  for (const start of [call.nowMs, ...starts.filter((ms) => !Number.isNaN(ms))])
    for (let ms = 0; ms < WEEK_MS; ms += HALF_HOUR_MS) yield { ...call, nowMs: start + ms }
}

function dayMs(date: string): number {
  return parseInstant(`${date}T00:00:00Z`) ?? Number.NaN
}

/** Every choice of one value for each wish: those of the last wish change fastest. */
function* combinations(wishes: readonly Wish[]): Generator<Readonly<Record<string, JsonValue>>> {
  const [wish, ...rest] = wishes.toReversed()
  if (wish === undefined) yield {}
  else
    for (const inner of combinations(rest.toReversed()))
      for (const value of wish.values) yield putValue(inner, wish.path, value)
}

/** An example says more without the arguments that it does not need. */
function withoutNeedless(call: Call, test: (call: Call) => boolean): Call {
  let smallest = call
  for (const name of Object.keys(call.action.parameters)) {
    const { [name]: _left, ...rest } = smallest.action.parameters
    const smaller = withParameters(smallest, rest)
    if (test(smaller)) smallest = smaller
  }
  return smallest
}
