import { kindOf, readMap, type KeyTable, type Read } from '../../document/map-reader.ts'
import { nearest } from '../../text/nearest.ts'
import { onlyEntry } from '../../document/only-entry.ts'
import { readList, readName, readNumber, readOneOf, readText } from '../../document/read-scalar.ts'
import { PRINCIPAL_KINDS } from '../../principal.ts'
import type { Condition, FieldPath, Origin, Pattern } from '../../rule.ts'
import type { FieldOperator } from '../../operator-names.ts'
import { readFieldPath } from '../rules/field-path.ts'
import { KAVACH_CONDITION_KEYS, PARAM_IN_KEYS, PARAM_MAX_KEYS, PARAM_MIN_KEYS } from './kavach-keys.ts'
import { readPatternText } from '../rules/patterns.ts'
import { readRateLimit, readSessionAge, readWindow } from '../rules/kvlar-condition.ts'

/** Reads one of Kavach's eleven conditions: a map with exactly one key. */
export const readKavachCondition: Read<Condition> = (node, report) => {
  if (node.kind !== 'map')
    return report.shared('WRONG_TYPE', node, `a condition must be a map with one key, not ${kindOf(node)}`)
  const only = onlyEntry(node)
  if (only === undefined)
    return report.shared(
      'BAD_VALUE',
      node,
      `a condition has exactly one key, not ${node.entries.size}`,
      'write one list item for each condition',
    )
  const [key, { keyPlace, value }] = only
  const read = CONDITIONS.get(key)
  if (read !== undefined) return read(value, report)
  const meant = nearest(key, CONDITIONS.keys())
  const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`
  return report.shared('UNKNOWN_KEY', keyPlace, `\`${key}\` is not a condition; refusing it`, help)
}

const readKind: Read<Condition> = (node, report) => {
  const kind = readOneOf(PRINCIPAL_KINDS)(node, report)
  return kind && { kind: 'principal', principals: { kinds: [kind] }, origin: report.origin(node.place) }
}

const readRole: Read<Condition> = (node, report) => {
  const role = readName(node, report)
  return role === undefined
    ? undefined
    : { kind: 'principal', principals: { roles: [role] }, origin: report.origin(node.place) }
}

const readId: Read<Condition> = (node, report) => {
  const id = readName(node, report)
  if (id === undefined) return undefined
  return {
    kind: 'principal',
    principals: { ids: [{ kind: 'exact', text: id }] },
    origin: report.origin(node.place),
  }
}

/** Exact, or a prefix where the text ends in `*` or `.*`; no other character is special. */
const readPrefix: Read<Pattern> = (node, report) => {
  const text = readPatternText(node, report)
  if (text === undefined) return undefined
  return text.endsWith('*') ? { kind: 'prefix', text: text.replace(/\.?\*$/, '') } : { kind: 'exact', text }
}

function readNamed(kind: 'resource' | 'target'): Read<Condition> {
  return (node, report) => {
    const pattern = readPrefix(node, report)
    return pattern && { kind, patterns: [pattern], origin: report.origin(node.place) }
  }
}

/** `param_max` and `param_min`: what is absent or not a number cannot be judged. */
function readBound(keys: KeyTable, bound: 'max' | 'min', operator: FieldOperator): Read<Condition> {
  return (node, report) => {
    const map = readMap(node, report, { keys, what: `\`param_${bound}\`` })
    const path = map?.required('field', readFieldPath)
    const value = map?.required(bound, readNumber)
    if (path === undefined || value === undefined) return undefined
    return { kind: 'field', path, operator, value, origin: report.origin(node.place) }
  }
}

const readParamIn: Read<Condition> = (node, report) => {
  const map = readMap(node, report, { keys: PARAM_IN_KEYS, what: '`param_in`' })
  const path = map?.required('field', readFieldPath)
  const values = map?.required('values', readList(readText))
  if (path === undefined || values === undefined) return undefined
  return textIn(path, values, report.origin(node.place))
}

/**
 * Membership that is an error for anything but text, absence included: `one_of` alone is false for much of that. In
 * Kleene logic `one_of or not starts_with ""` is the first where the field is text, and an error everywhere else.
 */
function textIn(path: FieldPath, values: readonly string[], origin: Origin): Condition {
  const test = { kind: 'field', path, origin } as const
  const isText: Condition = { ...test, operator: 'starts_with', value: '' }
  return {
    kind: 'any',
    of: [
      { ...test, operator: 'one_of', value: values },
      { kind: 'not', of: isText },
    ],
  }
}

const CONDITIONS: ReadonlyMap<string, Read<Condition>> = new Map<
  keyof typeof KAVACH_CONDITION_KEYS,
  Read<Condition>
>([
  ['identity_kind', readKind],
  ['identity_role', readRole],
  ['identity_id', readId],
  ['action', readNamed('resource')],
  ['resource', readNamed('target')],
  ['param_max', readBound(PARAM_MAX_KEYS, 'max', 'at_most')],
  ['param_min', readBound(PARAM_MIN_KEYS, 'min', 'at_least')],
  ['param_in', readParamIn],
  ['rate_limit', readRateLimit],
  ['session_age_max', readSessionAge],
  ['time_window', readWindow],
])
