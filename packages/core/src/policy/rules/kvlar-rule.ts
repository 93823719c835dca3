import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import type { MapNode } from '../../document/node.ts'
import { readInteger, readText } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import type { DeclaredRule } from '../dialects/declared-policy.ts'
import { readKvlarEffect } from './kvlar-effect.ts'
import { KVLAR_RULE_KEYS } from './kvlar-keys.ts'
import { MATCH_ALL, readKvlarMatch } from './kvlar-match.ts'
import { DEFAULT_PRIORITY } from './priority.ts'
import { readRuleId } from './rule-id.ts'
import { warnOfAbsence } from './warn-of-absence.ts'
import { warnOfActionTypes } from './warn-of-action-types.ts'

/** Reads one rule of the Kvlar dialect; `policy` is the name of the policy that declares it. */
export function readKvlarRule(policy: string): Read<DeclaredRule> {
  return (node, report) => {
    const before = report.errors
    const map = readMap(node, report, { keys: KVLAR_RULE_KEYS, what: 'a rule' })
    if (map === undefined) return undefined
    const id = map.required('id', readRuleId)
    const description = map.optional('description', readText)
    const priority = map.optional('priority', readInteger(0, LIMITS.priorityMax)) ?? DEFAULT_PRIORITY
    const match = map.has('match_on') ? map.optional('match_on', readKvlarMatch) : MATCH_ALL
    const effect = map.required('effect', readKvlarEffect)
    if (id === undefined || match === undefined || effect === undefined) return undefined
    if (effect.type === 'allow' && match.words !== undefined) refuseWords(map.node, report)
    if (report.errors === before) {
      warnOfActionTypes(map.node, { match, effect }, report)
      warnOfAbsence(map.node, { match, effect }, report)
    }
    return {
      idPlace: map.node.entries.get('id')?.value.place ?? node.place,
      rule: dropUndefined({
        id,
        policy,
        description,
        origin: report.origin(node.place),
        priority,
        effect,
        match,
      }),
    }
  }
}

/** A word says what a tool does, and never that it does nothing else. */
function refuseWords(rule: MapNode, report: Report): void {
  const match = rule.entries.get('match_on')?.value
  const entry = match?.kind === 'map' ? match.entries.get('words') : undefined
  report.add(
    'POLICY_WORDS_IN_ALLOW',
    entry?.keyPlace ?? rule,
    'an allow rule by `words` would allow `get_and_delete` for the word `get`',
  )
}
