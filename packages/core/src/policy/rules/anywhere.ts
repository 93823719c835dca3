import { readMap, type Read } from '../../document/map-reader.ts'
import { OPERATORS } from '../../operators.ts'
import type { Condition } from '../../rule.ts'
import { ANYWHERE_OPERATORS } from '../../operator-names.ts'
import { ANYWHERE_KEYS } from './kvlar-keys.ts'
import { readValue } from '../operands/operand.ts'
import { operatorReader } from './operator.ts'

const ROWS = ANYWHERE_OPERATORS.flatMap((operator) => OPERATORS.filter((row) => row.operator === operator))
const readOperator = operatorReader(ROWS)

/** `{operator, value}`, asked of every text of the call. */
export const readAnywhere: Read<Condition> = (node, report) => {
  const map = readMap(node, report, { keys: ANYWHERE_KEYS, what: '`anywhere`' })
  const row = map?.required('operator', readOperator)
  const operator = ANYWHERE_OPERATORS.find((name) => name === row?.operator)
  if (map === undefined || row === undefined || operator === undefined) return undefined
  const value = readValue(map, row.operand)
  return value === undefined
    ? undefined
    : { kind: 'anywhere', operator, value, origin: report.origin(node.place) }
}
