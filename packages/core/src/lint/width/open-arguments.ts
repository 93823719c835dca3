import { withParameters, type Call } from '../call.ts'
import { conditionsOf } from '../examples/example-names.ts'
import { fieldTestsOf } from '../field-tests.ts'
import type { Check } from '../finding.ts'

/** Arguments that change what a tool does, whatever the others say. */
const STRANGERS = [
  { working_dir: '/' },
  { options: { force: true } },
  { env: { LD_PRELOAD: '/tmp/x.so' } },
  { extra: 'anything' },
]

/** Allow rules that look at some arguments and leave all others open. */
export const findOpenArguments: Check = function* (subject) {
  const { rule, policy, bench, examples } = subject
  // The other formats have no way to say it.
  if (rule.effect.type !== 'allow' || policy.dialect !== 'kvlar') return
  const { condition } = rule.match
  const tests = fieldTestsOf(subject)
  const asks = tests.length > 0 || conditionsOf(condition, 'anywhere').length > 0
  if (!asks || conditionsOf(condition, 'arguments_only').length > 0) return
  const call = examples
    .flatMap((example) => STRANGERS.map((more) => withMore(example, more)))
    .find((each) => subject.decides(each))
  if (call === undefined) return
  const named = [...new Set(tests.map(({ path }) => path.text))]
  yield {
    code: 'POLICY_OPEN_ARGUMENTS',
    spot: bench.spots.rule(rule),
    message: `the rule asks about ${quoted(named)} and lets every other argument ride along`,
    help: `add \`arguments: { only: [${named.join(', ')}] }\` to \`match_on\`, with the other arguments that may be there`,
    call,
  }
}

function withMore(call: Call, more: Call['action']['parameters']): Call {
  return withParameters(call, { ...call.action.parameters, ...more })
}

const NAMED_MAX = 4

function quoted(names: readonly string[]): string {
  if (names.length === 0) return 'texts'
  const shown = names
    .slice(0, NAMED_MAX)
    .map((name) => `\`${name}\``)
    .join(', ')
  return names.length > NAMED_MAX ? `${shown} and others` : shown
}
