/** Why a text is not read. */
export const JSON_REFUSAL_CODES = [
  'JSON_SYNTAX',
  'JSON_TRAILING_DATA',
  'JSON_BYTE_ORDER_MARK',
  'JSON_CONTROL_CHARACTER',
  'JSON_DUPLICATE_KEY',
  'JSON_KEY_CONTROL_CHARACTER',
  'JSON_TOO_DEEP',
  'JSON_TOO_LARGE',
] as const

export type JsonRefusalCode = (typeof JSON_REFUSAL_CODES)[number]

/** A text that two readers could read differently, or that is not JSON at all. */
export interface JsonRefusal {
  readonly code: JsonRefusalCode
  readonly message: string
  /** Where in the text, in UTF-16 code units from its beginning. */
  readonly offset: number
  /** The member it is about, outermost first, where there is one. */
  readonly path: JsonPath
}

/** Keys and indices from the outermost value inwards; cut after `PATH_SEGMENTS_MAX`. */
export type JsonPath = readonly (string | number)[]

/** How much of a path is reported. */
export const PATH_SEGMENTS_MAX = 8
