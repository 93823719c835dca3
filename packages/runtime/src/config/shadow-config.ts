import { dropUndefined, readBoolean, readMap, readText, type Read } from '@kvlar/core/document'
import { parseInstant } from '@kvlar/core/policy-test'
import { BOOLEAN, mapOf, type Schema } from '@kvlar/core/schema'
import type { ObserveOnly } from '@kvlar/gate'

/**
 * The keys of `shadow`, each with the line that editors show. A duration would begin anew with every start, and nothing
 * would ever be enforced.
 */
const SHADOW_KEYS = {
  until: 'The moment from which on everything is enforced, as 2026-12-24T09:00:00Z; without end when absent.',
  invariants: 'Whether also what violates an invariant is let go; false when absent.',
} as const

/** `false`, `true`, or until when; undefined where everything is enforced. */
export const readShadow: Read<ObserveOnly | false> = (node, report) => {
  if (node.kind === 'scalar') {
    const isOn = readBoolean(node, report)
    return isOn === true ? {} : isOn
  }
  const map = readMap(node, report, { keys: SHADOW_KEYS, what: '`shadow`' })
  return (
    map &&
    dropUndefined({
      untilMs: map.optional('until', readInstant),
      liftsInvariants: map.optional('invariants', readBoolean),
    })
  )
}

const readInstant: Read<number> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const atMs = parseInstant(text)
  if (atMs !== undefined) return atMs
  return report.shared(
    'BAD_VALUE',
    node,
    `\`${text}\` is not a point in time`,
    'write RFC 3339 with a zone, such as 2026-12-24T09:00:00Z',
  )
}

/** RFC 3339, as far as editors need it. */
const INSTANT = '^\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d{2}:\\d{2})$'

export function shadowSchema(): Schema {
  const bounds = mapOf(SHADOW_KEYS, { until: { type: 'string', pattern: INSTANT }, invariants: BOOLEAN })
  return { anyOf: [BOOLEAN, bounds] }
}
