import { readMap, type Read } from '../../document/map-reader.ts'
import { readList } from '../../document/read-scalar.ts'
import type { Condition, FieldPath } from '../../rule.ts'
import { readFieldPath } from './field-path.ts'
import { ARGUMENT_LISTS } from '../lists/named-lists.ts'
import { ARGUMENTS_KEYS } from './kvlar-keys.ts'

/** Reads `arguments: {only: [...]}`; an empty list stands for a call without arguments. */
export const readArguments: Read<Condition> = (node, report) => {
  const map = readMap(node, report, { keys: ARGUMENTS_KEYS, what: '`arguments`' })
  const paths = map?.required('only', readList(readArgumentPath))
  if (paths === undefined) return undefined
  return { kind: 'arguments_only', paths: paths.flatMap(namedPaths), origin: report.origin(node.place) }
}

/** The arguments of a built-in list in place of its name; another name with `$` is one that some servers have. */
function namedPaths(path: FieldPath): readonly FieldPath[] {
  const list = ARGUMENT_LISTS.get(path.text)
  return list?.map((text) => ({ text, segments: [{ kind: 'key', key: text }] })) ?? [path]
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
