import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { readBoolean, readList, readName, readOneOf, readText } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import type { DeclaredPolicy, ExtendsReference } from '../dialects/declared-policy.ts'
import { KVLAR_POLICY_KEYS } from './kvlar-keys.ts'
import { readKvlarRule } from './kvlar-rule.ts'

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
  const readRules = readList(readKvlarRule(name ?? ''), { max: LIMITS.rulesMax })
  const rules = map.has('extends')
    ? (map.optional('rules', readRules) ?? [])
    : map.required('rules', readRules)
  if (name === undefined || rules === undefined) return undefined
  return dropUndefined({
    name,
    version,
    description,
    dialect: 'kvlar',
    rules,
    extends: references,
  })
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
