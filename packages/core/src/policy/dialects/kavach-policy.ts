import { DEFAULT_ACTION_TYPES } from '../../action.ts'
import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { readInteger, readList, readOneOf, readText } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import type { Condition, Effect, Match } from '../../rule.ts'
import type { DeclaredPolicy, DeclaredRule } from './declared-policy.ts'
import { readKavachCondition } from './kavach-condition.ts'
import { KAVACH_POLICY_KEYS, KAVACH_SET_KEYS } from './kavach-keys.ts'
import { policyNameOf } from './policy-name.ts'
import { DEFAULT_PRIORITY } from '../rules/priority.ts'
import { readRuleId } from '../rules/rule-id.ts'

/** Reads a policy set of Kavach's format; an empty one is valid and denies everything. */
export function readKavachPolicy(
  node: Node,
  report: Report,
  hints: readonly string[],
): DeclaredPolicy | undefined {
  const map = readMap(node, report, { keys: KAVACH_SET_KEYS, what: 'a Kavach policy set', hints })
  if (map === undefined) return undefined
  const second = map.node.entries.get('policies')
  if (map.has('policy') && second !== undefined)
    report.shared(
      'DUPLICATE_KEY',
      second.keyPlace,
      '`policy` and `policies` are the same key; keep one of them',
    )
  const name = policyNameOf(report.file)
  const readPolicies = readList(readPolicy(name), { max: LIMITS.rulesMax })
  const isEmpty = map.node.entries.size === 0
  const rules = map.has('policy')
    ? map.optional('policy', readPolicies)
    : isEmpty
      ? []
      : map.required('policies', readPolicies)
  return rules === undefined ? undefined : { name, dialect: 'kavach', rules, extends: [] }
}

function readPolicy(policy: string): Read<DeclaredRule> {
  return (node, report) => {
    const map = readMap(node, report, { keys: KAVACH_POLICY_KEYS, what: 'a policy' })
    if (map === undefined) return undefined
    const id = map.required('name', readRuleId)
    const description = map.optional('description', readText)
    const effect = map.required('effect', readOneOf(['permit', 'refuse']))
    const priority = map.optional('priority', readInteger(0, LIMITS.priorityMax)) ?? DEFAULT_PRIORITY
    const conditions = map.required(
      'conditions',
      readList(readKavachCondition, { max: LIMITS.conditionsMax }),
    )
    if (id === undefined || effect === undefined || conditions === undefined) return undefined
    return {
      idPlace: map.node.entries.get('name')?.value.place ?? node.place,
      rule: dropUndefined({
        id,
        policy,
        description,
        origin: report.origin(node.place),
        priority,
        effect: effectOf(effect, id),
        match: matchOf(conditions),
      }),
    }
  }
}

function effectOf(effect: 'permit' | 'refuse', name: string): Effect {
  if (effect === 'permit') return { type: 'allow', redactFields: [] }
  return { type: 'deny', reason: `refused by policy \`${name}\``, redactFields: [] }
}

/**
 * The first test of the action becomes the rule's list of resources, by which the engine files rules. That changes
 * no answer: all parts of a match are joined by "and", and a test of a name is never an error.
 */
function matchOf(conditions: readonly Condition[]): Match {
  const action = conditions.find((condition) => condition.kind === 'resource')
  const of = conditions.filter((condition) => condition !== action)
  const condition = of.length > 1 ? ({ kind: 'all', of } as const) : of[0]
  return dropUndefined({
    actionTypes: DEFAULT_ACTION_TYPES,
    resources: action?.patterns,
    condition,
  })
}
