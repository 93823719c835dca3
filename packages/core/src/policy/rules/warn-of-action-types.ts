import type { MapNode } from '../../document/node.ts'
import type { Report } from '../../document/report.ts'
import type { Effect, Match } from '../../rule.ts'

/**
 * Warns where a rule without `action_types` looks as if it were meant for more than tools, resources and prompts:
 * an allow rule that matches everything, or one whose resource is the name of another MCP method.
 */
export function warnOfActionTypes(
  rule: MapNode,
  { match, effect }: { readonly match: Match; readonly effect: Effect },
  report: Report,
): void {
  const written = rule.entries.get('match_on')?.value
  if (written?.kind === 'map' && written.entries.has('action_types')) return
  const method = match.resources?.find(({ text }) => OTHER_METHODS.test(text))
  if (method !== undefined)
    report.add(
      'POLICY_NAMES_NO_ACTION_TYPE',
      written ?? rule,
      `\`${method.text}\` is a method, but the rule covers tool calls, resource reads and prompts only`,
      'add `action_types` to `match_on`, such as `[sampling]`',
    )
  else if (effect.type === 'allow' && Object.keys(match).length === 1)
    report.add(
      'POLICY_NAMES_NO_ACTION_TYPE',
      rule,
      'the rule allows every tool call, resource read and prompt, and nothing else: completions, subscriptions and requests of servers stay denied',
      'if you mean everything, write `match_on: {action_types: ["*"]}`; if not, list the three types',
    )
}

/** Methods of MCP that have an action type of their own. */
const OTHER_METHODS = /^(?:completion|sampling|elicitation|roots|resources|subscriptions|tasks|logging)\/\w+$/
