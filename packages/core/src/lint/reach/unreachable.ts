import { decideCall, type Call } from '../call.ts'
import { cellsOf, coversCell, isSameMatch } from './covers.ts'
import { nameExample } from '../examples/example-names.ts'
import type { Check } from '../finding.ts'
import type { RuleCase } from '../rule-case.ts'
import type { Rule } from '../../rule.ts'

/** Parts of one rule that are looked at; a rule with more is taken to be reached. */
const CELLS_MAX = 256

/** A trace asks every rule; of longer policies only the rule that decides is looked at. */
const TRACED_RULES_MAX = 2000

/** Rules that can never decide, because earlier ones cover all their calls. */
export const findUnreachable: Check = function* (subject) {
  const { rule, bench, examples } = subject
  const cells = cellsOf(rule.match)
  const [example] = examples
  if (example === undefined || cells.length > CELLS_MAX || examples.some((call) => subject.decides(call)))
    return
  const found = new Set<Rule>()
  for (const cell of cells) {
    const resource =
      cell.resource === undefined
        ? example.action.resource
        : nameExample(cell.resource, rule.match.words?.[0])
    const call = { ...example, action: { ...example.action, type: cell.type, resource } }
    const earlier = earlierRules(subject, call).find((each) => coversCell(each, rule, cell))
    if (earlier === undefined) return
    found.add(earlier)
  }
  const [first] = found
  if (first === undefined) return
  const names = [...found].map(({ id }) => `\`${id}\``).join(' and ')
  yield {
    code: 'POLICY_UNREACHABLE_RULE',
    spot: bench.spots.rule(rule),
    message: isSameMatch(first.match, rule.match)
      ? `the rule never decides: ${names} applies to the same calls and comes first${consequence(rule, first)}`
      : `the rule never decides: ${names} ${found.size > 1 ? 'cover' : 'covers'} all its calls and ${found.size > 1 ? 'come' : 'comes'} first${consequence(rule, first)}`,
    help: 'put it before that rule, make that rule narrower, or remove it',
    call: example,
  }
}

function consequence({ effect: { type } }: Rule, first: Rule): string {
  if (first.effect.type !== 'allow' || type === 'allow') return ''
  return type === 'deny' ? ', so it denies nothing' : ', so nobody is asked'
}

/** The rules that match the call and are asked before this one, if this one matches too. */
function earlierRules({ rule, bench }: RuleCase, call: Call): readonly Rule[] {
  if (bench.engine.ruleCount > TRACED_RULES_MAX) {
    const deciding = bench.ruleOf(decideCall(bench.engine, call))
    return deciding === undefined ? [] : [deciding]
  }
  const { trace = [] } = decideCall(bench.engine, call, true)
  const matched = trace.filter((step) => step.matched).map((step) => bench.ruleOf(step))
  const end = matched.indexOf(rule)
  return matched.slice(0, Math.max(0, end)).filter((each) => each !== undefined)
}
