import type { Action } from '../../action.ts'
import { sha256Hex } from '../../digest.ts'
import { dropUndefined } from '../../document/drop-undefined.ts'
import type { Known } from '../../facts.ts'
import type { FieldPath, HistoryCondition, HistoryScope, Rule } from '../../rule.ts'
import { decisiveText } from '../../policy/policy-digest.ts'
import { fieldCollector } from '../arguments/field-collector.ts'

/** Whose the windows are: a pot's, or those of one condition of one rule. */
export type Owner = readonly ['pot', string] | readonly ['rule', string, string, string]

/** Characters of a digest that tells things of one policy apart. */
const SHORT = 12
/** Characters of the digest of arguments that must be the same: nobody finds two that share it. */
const BOUND = 32

/** The same for every condition that names the pot; else it stays as long as what is measured stays the same. */
export function ownerOf(condition: HistoryCondition, { policy, id }: Pick<Rule, 'policy' | 'id'>): Owner {
  const { pot, match, sum } = condition
  if (pot !== undefined) return ['pot', pot]
  return ['rule', policy, id, sha256Hex(decisiveText(dropUndefined({ match, sum }))).slice(0, SHORT)]
}

/** Reads the series of a call: undefined where something that tells series apart is not known or has no one reading. */
export type ReadSeries = (action: Action, known: Known, currency: string | undefined) => string | undefined

/**
 * A series is named by whose it is, what it measures, and each value that has one of its own. A JSON array, so that no
 * name can be read as two; arguments are in it as a digest.
 */
export function seriesReader(
  owner: Owner,
  { measure, by, same }: Pick<HistoryCondition, 'measure' | 'by' | 'same'>,
  side: 'here' | 'there',
): ReadSeries {
  const readSame = sameReader(same.map((each) => each[side]))
  return (action, known, currency) => {
    const parts: unknown[] = []
    for (const scope of by) {
      const value = scopeValue(scope, action, known)
      if (value === undefined) return undefined
      parts.push([scope, ...value])
    }
    if (currency !== undefined) parts.push(['currency', currency])
    if (same.length > 0) {
      const digest = readSame(action)
      if (digest === undefined) return undefined
      parts.push(['same', digest])
    }
    return JSON.stringify([owner, measure, parts])
  }
}

function scopeValue(
  scope: HistoryScope,
  { principal, agentId, server, type, resource }: Action,
  { sessionId }: Known,
): readonly (string | null)[] | undefined {
  switch (scope) {
    case 'principal':
      return [principal.kind, principal.id]
    case 'agent':
      return [agentId]
    case 'session':
      return sessionId === undefined ? undefined : [sessionId]
    case 'server':
      return [server ?? null]
    case 'tool':
      return [server ?? null, type, resource]
  }
}

/** Numbers and texts are the same where they are written the same; nothing else can be compared. */
function sameReader(paths: readonly FieldPath[]): (action: Action) => string | undefined {
  const readers = paths.map(fieldCollector)
  return ({ parameters }) => {
    const texts: string[] = []
    for (const read of readers) {
      const [value, ...more] = read(parameters) ?? []
      if (value === undefined || more.length > 0 || typeof value === 'object') return undefined
      texts.push(String(value))
    }
    return sha256Hex(JSON.stringify(texts)).slice(0, BOUND)
  }
}
