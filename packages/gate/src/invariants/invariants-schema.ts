import {
  DRAFT_07,
  DURATION,
  listOf,
  mapOf,
  NAME,
  NUMBER,
  TEXT,
  wholeNumber,
  type Schema,
} from '@kvlar/core/schema'
import { LIMITS } from '../limits.ts'
import { DEMAND_KEYS, INVARIANT_HEAD_KEYS, INVARIANTS_KEYS, MAX_KEYS, MIN_KEYS } from './invariant-keys.ts'

const NAMES: Schema = listOf(NAME, 1)

/** The JSON Schema (draft-07) of files of invariants, for editors. */
export function invariantsSchema(): Schema {
  const invariant = mapOf(
    { ...INVARIANT_HEAD_KEYS, ...DEMAND_KEYS },
    {
      name: NAME,
      description: TEXT,
      actions: NAMES,
      param_max: mapOf(MAX_KEYS, { field: NAME, max: NUMBER }, { required: ['field', 'max'] }),
      param_min: mapOf(MIN_KEYS, { field: NAME, min: NUMBER }, { required: ['field', 'min'] }),
      max_actions_per_session: wholeNumber(0, Number.MAX_SAFE_INTEGER),
      max_session_age: DURATION,
      allowed_actions: NAMES,
      blocked_actions: NAMES,
    },
    {
      required: ['name'],
      extra: { oneOf: Object.keys(DEMAND_KEYS).map((key) => ({ required: [key] })) },
    },
  )
  const invariants = { ...listOf(invariant), maxItems: LIMITS.invariantsMax }
  const file = mapOf(INVARIANTS_KEYS, { invariants }, { required: ['invariants'] })
  return { $schema: DRAFT_07, title: 'Kvlar invariants', ...file }
}
