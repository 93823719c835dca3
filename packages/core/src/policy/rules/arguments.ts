import { readMap, type Read } from '../../document/map-reader.ts'
import { readList } from '../../document/read-scalar.ts'
import type { Condition, FieldPath } from '../../rule.ts'
import { readFieldPath } from './field-path.ts'
import { ARGUMENTS_KEYS } from './kvlar-keys.ts'

/** Reads `arguments: {only: [...]}`; an empty list stands for a call without arguments. */
export const readArguments: Read<Condition> = (node, report) => {
  const map = readMap(node, report, { keys: ARGUMENTS_KEYS, what: '`arguments`' })
  const paths = map?.required('only', readList(readArgumentPath))
  if (paths === undefined) return undefined
  return { kind: 'arguments_only', paths, origin: report.origin(node.place) }
}

const readArgumentPath: Read<FieldPath> = (node, report) => {
  const path = readFieldPath(node, report)
  if (path === undefined || path.segments.every(({ kind }) => kind !== 'index')) return path
  return report.add(
    'POLICY_BAD_FIELD_PATH',
    node,
    `\`${path.text}\` names one item of a list, but a list has all its items or none`,
    'write `[*]` for the items of a list',
  )
}
