import { TIME_WINDOW_KEYS } from '../policy/rules/kvlar-keys.ts'
import { listOf, mapOf, NAME, type Schema } from './schema-parts.ts'

const HOURS = '([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)'
const DAY = '([mM][oO][nN]|[tT][uU][eE]|[wW][eE][dD]|[tT][hH][uU]|[fF][rR][iI]|[sS][aA][tT]|[sS][uU][nN])'
const DATE: Schema = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', examples: ['2026-12-31'] }

/** A time window: one text, or a map of its parts. */
export function timeWindowSchema(): Schema {
  const text = {
    type: 'string',
    pattern: `^${HOURS}( [^ ]+)?$`,
    examples: ['09:00-18:00 Europe/Berlin'],
  }
  const map = mapOf(
    TIME_WINDOW_KEYS,
    {
      hours: { type: 'string', pattern: `^${HOURS}$`, examples: ['09:00-18:00', '22:00-24:00'] },
      zone: NAME,
      days: listOf({ type: 'string', pattern: `^${DAY}(-${DAY})?$`, examples: ['mon-fri'] }, 1),
      from: DATE,
      until: DATE,
    },
    { extra: { anyOf: ['hours', 'days', 'from', 'until'].map((key) => ({ required: [key] })) } },
  )
  return { anyOf: [text, map] }
}
