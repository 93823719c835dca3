import { onlyEntry } from '../../document/only-entry.ts'
import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { readBoolean, readInteger, readList } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import { OPERATORS } from '../../operators.ts'
import type { Condition, Match } from '../../rule.ts'
import { isFieldsOperator, type Operator } from '../../operator-names.ts'
import { readAnywhere } from './anywhere.ts'
import { readDuration } from './duration.ts'
import { currencyPath, readPaths } from './fields.ts'
import { readHistory, refuseState } from './history-condition.ts'
import { FIELD_CONDITION_KEYS, OTHER_CONDITION_KEYS, RATE_LIMIT_KEYS } from './kvlar-keys.ts'
import { readPathGlobs, readValue } from '../operands/operand.ts'
import { operatorReader } from './operator.ts'
import { readTimeWindow } from './time-window.ts'

/**
 * Reads one condition of the Kvlar dialect: a field test, a connective, or a condition on time and state. Without
 * `readEarlier`, which reads a `match` on other calls, it stands inside of one, and state has no place there.
 */
export function readCondition(readEarlier: Read<Match> | undefined, depth = 0): Read<Condition> {
  return (node, report) => {
    if (depth > LIMITS.conditionDepthMax)
      return report.shared('TOO_LARGE', node, `conditions are nested over ${LIMITS.conditionDepthMax} levels`)
    const only = onlyEntry(node)
    const other = only === undefined ? undefined : readOther(only[0], readEarlier, depth)
    if (only !== undefined && other !== undefined) return other(only[1].value, report)
    return readFieldCondition(node, report)
  }
}

/** The reader of a one-key condition, or undefined when the key is none of them. */
function readOther(
  key: string,
  readEarlier: Read<Match> | undefined,
  depth: number,
): Read<Condition> | undefined {
  const nested = readCondition(readEarlier, depth + 1)
  switch (key) {
    case 'all':
    case 'any': {
      const list = readList(nested, { min: 1, max: LIMITS.conditionsMax })
      return mapRead(list, (of) => ({ kind: key, of }))
    }
    case 'not':
      return mapRead(nested, (of) => ({ kind: 'not', of }))
    case 'anywhere':
      return readAnywhere
    case 'seen':
    case 'count':
    case 'sum':
      return readEarlier === undefined ? refuseState(key) : readHistory(key, readEarlier)
    case 'rate_limit':
      return readEarlier === undefined ? refuseState(key) : readRateLimit
    case 'session_age_max':
      return readEarlier === undefined ? refuseState(key) : readSessionAge
    case 'time_window':
      return readEarlier === undefined ? refuseState(key) : readWindow
    default:
      return undefined
  }
}

function mapRead<From, To>(read: Read<From>, map: (value: From) => To): Read<To> {
  return (node, report) => {
    const value = read(node, report)
    return value === undefined ? undefined : map(value)
  }
}

/** `{max, window}` */
export const readRateLimit: Read<Condition> = (node, report) => {
  const map = readMap(node, report, { keys: RATE_LIMIT_KEYS, what: '`rate_limit`' })
  const max = map?.required('max', readInteger(0, LIMITS.rateMax))
  const windowMs = map?.required('window', readDuration)
  if (max === undefined || windowMs === undefined) return undefined
  return { kind: 'rate_limit', max, windowMs, origin: report.origin(node.place) }
}

export const readSessionAge: Read<Condition> = (node, report) => {
  const maxMs = readDuration(node, report)
  return maxMs === undefined
    ? undefined
    : { kind: 'session_age_max', maxMs, origin: report.origin(node.place) }
}

export const readWindow: Read<Condition> = (node, report) => {
  const window = readTimeWindow(node, report)
  return window === undefined
    ? undefined
    : { kind: 'time_window', ...window, origin: report.origin(node.place) }
}

/** A reader for keys that belong to `path_within`: beside any other operator nobody would read them. */
function onlyWithin<T>(operator: Operator, key: string, read: Read<T>): Read<T> {
  if (operator === 'path_within') return read
  return (node, report) =>
    report.shared('BAD_VALUE', node, `\`${key}\` goes with \`path_within\`, not with \`${operator}\``)
}

const readOperator = operatorReader(OPERATORS)

/** Every key a condition can have, so that a misspelt one is compared with all of them. */
const CONDITION_KEYS = { ...FIELD_CONDITION_KEYS, ...OTHER_CONDITION_KEYS }

function readFieldCondition(node: Node, report: Report): Condition | undefined {
  const before = report.errors
  const map = readMap(node, report, { keys: CONDITION_KEYS, what: 'a condition' })
  if (map === undefined) return undefined
  for (const key of Object.keys(OTHER_CONDITION_KEYS)) {
    const entry = map.node.entries.get(key)
    if (entry === undefined) continue
    const message = `\`${key}\` must be the only key of its condition`
    report.shared('BAD_VALUE', entry.keyPlace, message, 'make it an item of its own')
  }
  const isFieldTest = Object.keys(FIELD_CONDITION_KEYS).some((key) => map.has(key))
  if (!isFieldTest && report.errors > before) return undefined
  const row = map.required('operator', readOperator)
  if (row === undefined) return undefined
  const { operator, operand } = row
  const paths = readPaths(map, operator, report)
  const value = readValue(map, operand)
  const except = map.optional('except', onlyWithin(operator, 'except', readPathGlobs))
  const relative = map.optional('relative', onlyWithin(operator, 'relative', readBoolean))
  const [path] = paths ?? []
  if (paths === undefined || path === undefined || value === undefined) return undefined
  const origin = report.origin(node.place)
  if (isFieldsOperator(operator))
    return { kind: 'fields', paths: [...paths, ...currencyPath(value)], operator, value, origin }
  return dropUndefined({
    kind: 'field',
    path,
    operator,
    value,
    except,
    relative,
    origin,
  })
}
