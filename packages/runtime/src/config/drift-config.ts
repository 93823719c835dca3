import { readBoolean, readDuration, readInteger, readMap, type Node, type Read } from '@kvlar/core/document'
import { BOOLEAN, DURATION, mapOf, wholeNumber, type Schema } from '@kvlar/core/schema'
import { DRIFT_DEFAULTS, type DriftOptions } from '@kvlar/gate'

/** The keys of `drift`, each with the line that editors show. A proxy knows no place and no device of its client. */
const DRIFT_KEYS = {
  session_age: 'How old a session may be; 4h when absent, and `false` for any age.',
  rate: 'How many actions a minute a session may make; 100 when absent, and `false` for any number.',
} as const

/** More a minute is no bound: nothing acts so often. */
const DRIFT_RATE_MAX = 1_000_000

/** What of drift can be said in a file or by flags; `false` looks for none of it. */
export interface DriftBounds {
  readonly ageMs?: number | false | undefined
  readonly perMinute?: number | false | undefined
}

/** The same as options; a warning begins at the same part of the bound as by default. */
export function driftOf({ ageMs, perMinute }: DriftBounds): DriftOptions {
  const { warnAbove, maxPerMinute } = DRIFT_DEFAULTS.rate
  return {
    ...(ageMs !== undefined && { sessionAge: ageMs !== false && { maxMs: ageMs } }),
    ...(perMinute !== undefined && {
      rate: perMinute !== false && {
        warnAbove: (perMinute * warnAbove) / maxPerMinute,
        maxPerMinute: perMinute,
      },
    }),
  }
}

/** `true`, `false` or bounds; undefined where nobody is to look for drift. */
export const readDrift: Read<DriftOptions | false> = (node, report) => {
  if (node.kind === 'scalar') {
    const isOn = readBoolean(node, report)
    return isOn === true ? {} : isOn
  }
  const map = readMap(node, report, { keys: DRIFT_KEYS, what: '`drift`' })
  return (
    map &&
    driftOf({
      ageMs: map.optional('session_age', orFalse(readDuration)),
      perMinute: map.optional('rate', orFalse(readInteger(1, DRIFT_RATE_MAX))),
    })
  )
}

function orFalse(read: Read<number>): Read<number | false> {
  return (node, report) => (isFalse(node) ? false : read(node, report))
}

function isFalse(node: Node): boolean {
  return node.kind === 'scalar' && node.value === false
}

export function driftSchema(): Schema {
  const off: Schema = { const: false }
  const bounds = mapOf(DRIFT_KEYS, {
    session_age: { anyOf: [DURATION, off] },
    rate: { anyOf: [wholeNumber(1, DRIFT_RATE_MAX), off] },
  })
  return { anyOf: [BOOLEAN, bounds] }
}
