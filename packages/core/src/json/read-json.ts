import type { JsonValue } from '../json-value.ts'
import type { JsonFinding } from './json-finding.ts'
import { JsonReading } from './json-reading.ts'
import type { JsonRefusal } from './json-refusal.ts'

/** What a reader may be told; unknown keys are refused by the types. */
export interface ReadJsonOptions {
  /** Deepest nesting that is read; 64 unless told. The outermost array or object is level 1. */
  readonly depthMax?: number
  /** Nesting over this is a `deep` finding; by default there is none, as `depthMax` refuses. */
  readonly deepOver?: number
  /** Whether LF and CR may stand between tokens (files of people); refused unless told, as lines are messages. */
  readonly multiline?: boolean
}

/** One reading, or why there is none. */
export type ReadJsonAnswer =
  | {
      readonly ok: true
      /** Objects have a null prototype and `__proto__` is an ordinary key. A number that no double holds is infinite. */
      readonly value: JsonValue
      /** What the caller must judge; bounded. */
      readonly findings: readonly JsonFinding[]
      /** Whether there was more than `findings` had room for; count it as every kind at every place. */
      readonly findingsOmitted: boolean
      /**
       * Whether a key was written with an escape. `JSON.parse` of Node 24 and 26 can read such a key as another one
       * that it has seen before (V8 issue 521080746), so a text for others should hold as few as possible.
       */
      readonly escapedKeys: boolean
    }
  | { readonly ok: false; readonly refusal: JsonRefusal }

/**
 * Reads one JSON value (RFC 8259), so strictly that every conforming reader reads the same.
 *
 * Refused at any depth: duplicate keys, control characters in keys, nesting over the bound. Refused between tokens:
 * everything but space and tab, so also a byte order mark, NUL, LF and CR. Not recursive; time is linear.
 *
 * @param text decoded text; see `decodeUtf8`
 */
export function readJson(text: string, options: ReadJsonOptions = {}): ReadJsonAnswer {
  const reading = new JsonReading(text, options)
  reading.advance(text.length)
  return reading.finish()
}
