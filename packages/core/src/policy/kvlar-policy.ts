import { readMap, type Read } from '../document/map-reader.ts'
import type { Node } from '../document/node.ts'
import { readBoolean, readInteger, readList, readName, readOneOf, readText } from '../document/read-scalar.ts'
import type { Report } from '../document/report.ts'
import { LIMITS } from '../limits.ts'
import type { DeclaredPolicy, DeclaredRule, ExtendsReference } from './declared-policy.ts'
import { readKvlarEffect } from './kvlar-effect.ts'
import { KVLAR_POLICY_KEYS, KVLAR_RULE_KEYS } from './kvlar-keys.ts'
import { MATCH_ALL, readKvlarMatch } from './kvlar-match.ts'
import { DEFAULT_PRIORITY, PRIORITY_MAX } from './priority.ts'
import { readRuleId } from './rule-id.ts'
import { warnOfActionTypes } from './warn-of-action-types.ts'

/** Reads a policy of the Kvlar dialect. */
export function readKvlarPolicy(
  node: Node,
  report: Report,
  hints: readonly string[],
): DeclaredPolicy | undefined {
  const map = readMap(node, report, { keys: KVLAR_POLICY_KEYS, what: 'a policy', hints })
  if (map === undefined) return undefined
  const name = map.required('name', readName)
  const version = map.optional('version', readName)
  const description = map.optional('description', readText)
  const references = map.optional('extends', readList(readReference, { max: LIMITS.extendsMax })) ?? []
  map.optional('default_outcome', readDefaultOutcome)
  map.optional('fail_open', readFailOpen)
  const readRules = readList(readRule(name ?? ''), { max: LIMITS.rulesMax })
  const rules = map.has('extends')
    ? (map.optional('rules', readRules) ?? [])
    : map.required('rules', readRules)
  if (name === undefined || rules === undefined) return undefined
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    dialect: 'kvlar',
    rules,
    extends: references,
  }
}

const readReference: Read<ExtendsReference> = (node, report) => {
  const text = readName(node, report)
  return text === undefined ? undefined : { text, place: node.place }
}

/** The rule that says in the open what `default_outcome: allow` would hide. */
const MATCH_ALL_HELP =
  'to allow what no rule matches, end the file with: `- {id: allow-everything-else, match_on: {action_types: ["*"]}, effect: {type: allow}}`'

const readDefaultOutcome: Read<'deny'> = (node, report) => {
  const outcome = readOneOf(['deny', 'allow'])(node, report)
  if (outcome !== 'allow') return outcome
  return report.add(
    'POLICY_DEFAULT_ALLOW',
    node,
    '`default_outcome: allow` is refused: what no rule matches is denied',
    MATCH_ALL_HELP,
  )
}

const readFailOpen: Read<false> = (node, report) => {
  const open = readBoolean(node, report)
  if (open !== true) return open
  return report.add(
    'POLICY_DEFAULT_ALLOW',
    node,
    '`fail_open: true` is refused: what cannot be judged is denied',
    MATCH_ALL_HELP,
  )
}

function readRule(policy: string): Read<DeclaredRule> {
  return (node, report) => {
    const before = report.errors
    const map = readMap(node, report, { keys: KVLAR_RULE_KEYS, what: 'a rule' })
    if (map === undefined) return undefined
    const id = map.required('id', readRuleId)
    const description = map.optional('description', readText)
    const priority = map.optional('priority', readInteger(0, PRIORITY_MAX)) ?? DEFAULT_PRIORITY
    const match = map.has('match_on') ? map.optional('match_on', readKvlarMatch) : MATCH_ALL
    const effect = map.required('effect', readKvlarEffect)
    if (id === undefined || match === undefined || effect === undefined) return undefined
    if (report.errors === before) warnOfActionTypes(map.node, { match, effect }, report)
    return {
      idPlace: map.node.entries.get('id')?.value.place ?? node.place,
      rule: {
        id,
        policy,
        ...(description === undefined ? {} : { description }),
        origin: report.origin(node.place),
        priority,
        effect,
        match,
      },
    }
  }
}
