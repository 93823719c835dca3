import type { MapReader, Read } from '../../document/map-reader.ts'
import { readList } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import type { FieldPath } from '../../rule.ts'
import type { Operator } from '../../operator-names.ts'
import { parseFieldPath, readFieldPath } from './field-path.ts'

/** The paths of a condition: one under `field`, or with `email_in` several under `fields`. */
export function readPaths(
  map: MapReader,
  operator: Operator,
  report: Report,
): readonly FieldPath[] | undefined {
  if (!map.has('fields')) {
    const path = map.required('field', readFieldPath)
    return path && [path]
  }
  const entry = map.node.entries.get('fields')
  if (entry !== undefined && operator !== 'email_in')
    return report.shared(
      'BAD_VALUE',
      entry.keyPlace,
      `\`fields\` goes with \`email_in\`, not with \`${operator}\``,
      'write one condition with `field` for each, side by side, or under `any` if one is enough',
    )
  if (entry !== undefined && map.has('field'))
    return report.shared('BAD_VALUE', entry.keyPlace, 'a condition has `field` or `fields`, not both')
  return map.optional('fields', readDistinct)
}

const readAll = readList(readFieldPath, { min: 1, max: LIMITS.fieldsMax })

const readDistinct: Read<readonly FieldPath[]> = (node, report) => {
  const paths = readAll(node, report)
  const twice = paths?.find(({ text }, at) => paths.findIndex((other) => other.text === text) < at)
  return twice === undefined ? paths : report.shared('BAD_VALUE', node, `\`${twice.text}\` is listed twice`)
}

/** The path of the currency, which stands in the operand of `money`. */
export function currencyPath(operand: JsonValue): readonly FieldPath[] {
  if (typeof operand !== 'object' || operand === null || !('currency_field' in operand)) return []
  const { currency_field: text } = operand
  const path = typeof text === 'string' ? parseFieldPath(text) : undefined
  return path === undefined ? [] : [path]
}
