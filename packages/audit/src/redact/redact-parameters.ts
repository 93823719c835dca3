import { createRedactor, type Redactor } from '@kvlar/core'
import { canonicalJson, type JsonObject } from '@kvlar/core/json'
import type { HiddenValue } from '../entry/entry.ts'
import { LIMITS } from '../limits.ts'
import { describeHidden } from './describe-hidden.ts'
import { shapeOf } from './shape-of.ts'
import { textDigest } from './value-digest.ts'

/** How the arguments of one call are written down. */
export interface RedactionRules {
  /**
   * Key names and field paths, as the engine's `redactFields` gives them; secret-like names and secrets of known shape
   * are always hidden.
   */
  readonly fields: readonly string[]
  /** Key of the home: keys every digest. */
  readonly digestKey: Uint8Array
  /** `values`, or of what stands where no rule spoke: only key names and types. */
  readonly keep: 'values' | 'shape'
}

/** The fields of a `decided` entry that tell what a call was made with. */
export interface RedactedParameters {
  readonly parameters?: JsonObject
  readonly shape?: JsonObject
  readonly parameters_digest: string
  readonly parameters_bytes: number
  readonly hidden?: readonly HiddenValue[]
}

/**
 * What may be stored of the arguments of a call. Above `LIMITS.parametersBytesMax` digest and length stand alone.
 * @throws EvaluationError for arguments that are not JSON
 */
export function redactParameters(
  parameters: JsonObject,
  { fields, digestKey, keep }: RedactionRules,
): RedactedParameters {
  const canonical = canonicalJson(parameters)
  const bytes = Buffer.byteLength(canonical)
  const known = { parameters_digest: textDigest(digestKey, canonical), parameters_bytes: bytes }
  if (bytes > LIMITS.parametersBytesMax) return known
  if (keep === 'shape') return { ...known, shape: shapeOf(parameters) }
  const redactor = redactorOf(fields)
  const { shown, hidden } = redactor.hide(parameters)
  if (hidden.length === 0) return { ...known, parameters }
  const described = hidden.slice(0, LIMITS.hiddenMax).map((part) => describeHidden(part, digestKey))
  return { ...known, parameters: shown, hidden: described }
}

/** Most calls have the same fields, in the same list; making a redactor costs more than using it. */
const redactors = new WeakMap<readonly string[], Redactor>()

function redactorOf(fields: readonly string[]): Redactor {
  const known = redactors.get(fields)
  if (known !== undefined) return known
  const made = createRedactor(fields)
  redactors.set(fields, made)
  return made
}
