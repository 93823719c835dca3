import { numberChanges } from '../json/number-changes.ts'
import type { Place, ScalarNode } from './node.ts'
import type { Report } from './report.ts'

/**
 * A scalar that means the same everywhere: null, booleans, well-formed text, and finite numbers a double holds
 * without changing them.
 *
 * @param written a number as JSON writes it; without it nobody knows what a very large one was before it was read
 */
export function readPlainScalar(
  value: unknown,
  place: Place,
  report: Report,
  written?: string,
): ScalarNode | undefined {
  if (value === null || typeof value === 'boolean') return { kind: 'scalar', value, place }
  if (typeof value === 'string') {
    if (value.isWellFormed()) return { kind: 'scalar', value, place }
    return report.shared('BAD_VALUE', place, 'the text holds half of a surrogate pair; refusing it')
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      return report.shared('BAD_VALUE', place, `the number \`${value}\` is not finite; refusing it`)
    const isLarge = Number.isInteger(value) && !Number.isSafeInteger(value)
    if (isLarge && (written === undefined || numberChanges(written, value)))
      return report.shared(
        'BAD_VALUE',
        place,
        'the number is beyond what a double holds exactly; refusing it',
      )
    return { kind: 'scalar', value: value === 0 ? 0 : value, place }
  }
  if (value === undefined)
    return report.shared(
      'WRONG_TYPE',
      place,
      'the value is undefined; refusing to guess',
      'leave the key out',
    )
  return report.shared('WRONG_TYPE', place, 'the value has a type that policies do not have')
}
