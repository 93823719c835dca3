import type { HistoryCondition } from '../../rule.ts'
import { potsOf } from '../examples/pots.ts'
import type { Check } from '../finding.ts'

/** How a rule looks at a pot: in which windows, and at what. */
type View = Readonly<Record<Aspect, ReadonlySet<string>>>

const ASPECTS = ['measure', 'by', 'same', 'within', 'currency'] as const
type Aspect = (typeof ASPECTS)[number]

/**
 * Rules that name one pot and look at it in different ways: what one of them holds, calls of the other pass, and in
 * processes that know only one of them the other's windows are not kept. Told at the later one.
 */
export const findUnequalPots: Check = function* ({ rule, bench, examples }) {
  const [call] = examples
  if (call === undefined) return
  for (const [pot, conditions] of potsOf(rule)) {
    const [condition] = conditions
    const first = bench.firstOfPot.get(pot)
    if (condition === undefined || first === undefined || first === rule) continue
    const [theirs, own] = [viewOf(potsOf(first).get(pot) ?? []), viewOf(conditions)]
    const differs = ASPECTS.filter((aspect) => !isAlike(aspect, theirs[aspect], own[aspect]))
    if (differs.length === 0) continue
    const how = differs.map((aspect) => `${told(theirs[aspect])} there and ${told(own[aspect])} here`)
    yield {
      code: 'POLICY_POT_DIFFERS',
      spot: { ...condition.origin, length: 1 },
      message: `rule \`${first.id}\` looks at the pot \`${pot}\` in another way than this one: ${how.join('; ')}`,
      help: 'write the same windows, with the same `by`, `same` and currency, in every rule of the pot, or give one of them a pot of its own',
      call,
    }
  }
}

function viewOf(conditions: readonly HistoryCondition[]): View {
  const sums = conditions.flatMap(({ sum }) => sum ?? [])
  const set = (tell: (condition: HistoryCondition) => string): ReadonlySet<string> =>
    new Set(conditions.map(tell))
  return {
    measure: set(({ measure }) => `\`${measure}\``),
    by: set(({ by }) => (by.length === 0 ? '`by: pot`' : `\`by: [${by.join(', ')}]\``)),
    same: set(({ same }) =>
      same.length === 0 ? 'no `same`' : `\`same: [${same.map(({ there }) => there.text).join(', ')}]\``,
    ),
    within: set(({ withinMs }) => `\`within: ${withinMs / 1000}s\``),
    currency: new Set(sums.flatMap(({ currencies = [NO_CURRENCY] }) => currencies)),
  }
}

const NO_CURRENCY = 'no currency'

/** Several currencies are summed apart in any case: what must not be is that two rules have none in common. */
function isAlike(aspect: Aspect, one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const common = [...one].filter((word) => other.has(word)).length
  if (aspect === 'currency') return one.size === 0 || other.size === 0 || common > 0
  return common === one.size && common === other.size
}

function told(words: ReadonlySet<string>): string {
  return [...words].join(' and ')
}
