import { readTokens, type Token } from '../../match/glob-tokens.ts'
import { isPlainName } from '../../match/plain-name.ts'
import type { Condition, Match, Pattern, PrincipalMatch, Rule } from '../../rule.ts'
import { PLAIN_CALL, type Call } from '../call.ts'

/** A name that the pattern matches; a run of characters becomes the filling. */
export function nameExample({ kind, text }: Pattern, filling = 'x'): string {
  if (kind === 'exact') return text
  if (kind === 'prefix') return text + filling
  const read = readTokens(text)
  return read.ok ? read.tokens.map((token) => tokenExample(token, filling)).join('') : text
}

function tokenExample(token: Token, filling: string): string {
  if (token.kind === 'run') return filling
  if (token.kind === 'any') return 'x'
  if (token.kind === 'point') return String.fromCodePoint(token.point)
  const [first] = token.ranges
  if (!token.negated) return String.fromCodePoint(first?.low ?? 0x78)
  const free = ['x', 'y', 'z', '_', '0'].find((character) =>
    token.ranges.every(({ low, high }) => character.charCodeAt(0) < low || character.charCodeAt(0) > high),
  )
  return free ?? 'x'
}

/** Names of tools, resources or prompts that a rule is about, one for each pattern that covers any. */
export function resourceExamples(rule: Rule): readonly string[] {
  const { resources, words, condition, actionTypes } = rule.match
  const patterns = resources ?? conditionsOf(condition, 'resource').flatMap((each) => each.patterns)
  const covering = patterns.filter((pattern) => !coversNoTool(rule, pattern))
  if (covering.length > 0) return covering.flatMap((pattern) => namesOf(pattern, words))
  if (words !== undefined) return words.map((word) => `${word}_x`)
  return [actionTypes[0] === 'resource_read' ? 'file:///x' : PLAIN_CALL.action.resource]
}

/** Whether the pattern of an allow rule for tools has wildcards beside characters that only a name spelled out may have. */
export function coversNoTool({ effect, match }: Rule, pattern: Pattern): boolean {
  if (effect.type !== 'allow' || !match.actionTypes.includes('tool_call') || pattern.text.includes('://'))
    return false
  const name = nameExample(pattern)
  return name !== pattern.text && !isPlainName(name)
}

/** A name that the pattern matches; with words, names in which its run is one of them. */
function namesOf(pattern: Pattern, words: readonly string[] = ['x']): readonly string[] {
  return [...new Set(words.map((word) => nameExample(pattern, word)))]
}

/** The plain call, of the type, agent, server, target and principal that the rule asks for. */
export function callerExample(match: Match): Call {
  const { agentIds, servers, targets, actionTypes, condition } = match
  const [agent] = agentIds ?? []
  const [server] = servers ?? []
  const [target] = targets ?? conditionsOf(condition, 'target').flatMap(({ patterns }) => patterns)
  const { action } = PLAIN_CALL
  const agentId = agent === undefined ? action.agentId : nameExample(agent)
  const asked = [match.principals, ...conditionsOf(condition, 'principal').map((each) => each.principals)]
  return {
    ...PLAIN_CALL,
    action: {
      ...action,
      type: actionTypes[0] ?? action.type,
      agentId,
      principal: principalExample(asked, agentId),
      ...(server === undefined ? {} : { server: nameExample(server) }),
      ...(target === undefined ? {} : { target: nameExample(target) }),
    },
  }
}

function principalExample(asked: readonly (PrincipalMatch | undefined)[], agentId: string) {
  const id = asked.flatMap((match) => match?.ids ?? [])[0]
  return {
    id: id === undefined ? agentId : nameExample(id),
    kind: asked.flatMap((match) => match?.kinds ?? [])[0] ?? ('agent' as const),
    roles: asked.flatMap((match) => match?.roles?.slice(0, 1) ?? []),
  }
}

/** Every condition of a kind, wherever it stands. */
export function conditionsOf<const Kind extends Condition['kind']>(
  condition: Condition | undefined,
  kind: Kind,
): readonly Extract<Condition, { readonly kind: Kind }>[] {
  if (condition === undefined) return []
  if (condition.kind === kind) return [condition as Extract<Condition, { readonly kind: Kind }>]
  if (condition.kind === 'all' || condition.kind === 'any')
    return condition.of.flatMap((inner) => conditionsOf(inner, kind))
  return condition.kind === 'not' ? conditionsOf(condition.of, kind) : []
}
