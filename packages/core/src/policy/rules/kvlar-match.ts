import { ACTION_TYPES, DEFAULT_ACTION_TYPES, type ActionType } from '../../action.ts'
import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type MapReader, type Read } from '../../document/map-reader.ts'
import { nearest } from '../../text/nearest.ts'
import { readBoolean, readList, readName, readOneOf } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import { parseGlob } from '../../match/glob.ts'
import { PRINCIPAL_KINDS } from '../../principal.ts'
import type { Condition, Match, PrincipalMatch } from '../../rule.ts'
import { readArguments } from './arguments.ts'
import { countConditions } from './count-conditions.ts'
import { readCondition } from './kvlar-condition.ts'
import { KVLAR_MATCH_KEYS, PRINCIPAL_KEYS } from './kvlar-keys.ts'
import { readRegex } from '../operands/operand.ts'
import { readPatterns, readResources } from './patterns.ts'
import { readWords } from './words.ts'

/** What a rule without `match_on` applies to: every tool call, resource read and prompt. */
export const MATCH_ALL: Match = { actionTypes: DEFAULT_ACTION_TYPES }

/** Reads `match_on` of the Kvlar dialect, given how its conditions are read. */
function readMatchOf(what: string, condition: Read<Condition>): Read<Match> {
  return (node, report) => {
    const map = readMap(node, report, { keys: KVLAR_MATCH_KEYS, what })
    if (map === undefined) return undefined
    return dropUndefined({
      actionTypes:
        map.optional('action_types', readActionTypes) ?? (map.has('words') ? TOOLS : DEFAULT_ACTION_TYPES),
      resources: map.optional('resources', readResources),
      ignoreCase: map.optional('ignore_case', readIgnoreCase(map)),
      words: map.optional('words', readWords),
      agentIds: map.optional('agent_ids', readPatterns),
      servers: map.optional('servers', readPatterns),
      targets: map.optional('targets', readPatterns),
      principals: map.optional('principals', readPrincipals),
      condition: readAllConditions(map, condition, report),
    })
  }
}

/** What other calls a condition is about. */
const readEarlierMatch = readMatchOf('`match`', readCondition(undefined))

/** What a rule applies to. */
export const readKvlarMatch = readMatchOf('`match_on`', readCondition(readEarlierMatch))

/** Words are those of the names of tools, where no other types are asked for. */
const TOOLS: readonly ActionType[] = ['tool_call']

function readIgnoreCase(match: MapReader): Read<true> {
  return (node, report) => {
    const ignores = readBoolean(node, report)
    if (match.has('resources')) return ignores === true ? true : undefined
    const message = '`ignore_case` says how `resources` are compared, and there are none'
    return report.shared('BAD_VALUE', node, message)
  }
}

/** `parameters`, `arguments` and `conditions` as one condition; undefined when there are none. */
function readAllConditions(
  map: MapReader,
  condition: Read<Condition>,
  report: Report,
): Condition | undefined {
  const parameters = map.optional('parameters', readParameters) ?? []
  const conditions = map.optional('conditions', readList(condition, { max: LIMITS.conditionsMax })) ?? []
  const only = map.optional('arguments', readArguments)
  const of = [...parameters, ...(only === undefined ? [] : [only]), ...conditions]
  if (countConditions(of) > LIMITS.conditionsMax)
    return report.shared('TOO_LARGE', map.node, `the rule has over ${LIMITS.conditionsMax} conditions`)
  return of.length > 1 ? { kind: 'all', of } : of[0]
}

const readParameters: Read<readonly Condition[]> = (node, report) => {
  if (node.kind !== 'map')
    return report.shared('WRONG_TYPE', node, '`parameters` must be a map of names and regular expressions')
  const conditions: Condition[] = []
  for (const [name, { keyPlace, value }] of node.entries) {
    const pattern = readRegex(value, report)
    if (pattern !== undefined)
      conditions.push({ kind: 'parameter_regex', name, pattern, origin: report.origin(keyPlace) })
  }
  return conditions
}

const readPrincipals: Read<PrincipalMatch> = (node, report) => {
  const map = readMap(node, report, { keys: PRINCIPAL_KEYS, what: '`principals`' })
  if (map === undefined) return undefined
  return dropUndefined({
    ids: map.optional('ids', readPatterns),
    kinds: map.optional('kinds', readList(readOneOf(PRINCIPAL_KINDS), { min: 1 })),
    roles: map.optional('roles', readList(readName, { min: 1 })),
  })
}

/** Patterns over the action types, resolved here: the set of types is closed. */
const readActionTypes: Read<readonly ActionType[]> = (node, report) => {
  const lists = readList(readActionTypePattern, { min: 1, max: 100 })(node, report)
  if (lists === undefined) return undefined
  const named = new Set(lists.flat())
  return ACTION_TYPES.filter((type) => named.has(type))
}

const readActionTypePattern: Read<readonly ActionType[]> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined) return undefined
  const parsed = parseGlob(text)
  if (!parsed.ok)
    return report.add('POLICY_BAD_GLOB', node, `the pattern \`${text}\` does not parse: ${parsed.problem}`)
  const covered = ACTION_TYPES.filter((type) => parsed.glob.test(type))
  if (covered.length > 0) return covered
  const meant = nearest(text, ACTION_TYPES)
  const known = ACTION_TYPES.map((type) => `\`${type}\``).join(', ')
  const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`
  return report.add(
    'POLICY_BAD_ACTION_TYPE',
    node,
    `\`${text}\` covers none of the action types ${known}`,
    help,
  )
}
