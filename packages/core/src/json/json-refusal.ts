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

/** Why no token may begin with a code unit where it stands. */
export function misplaced(unit: number, isFinished: boolean): Pick<JsonRefusal, 'code' | 'message'> {
  if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f))
    return {
      code: 'JSON_CONTROL_CHARACTER',
      message: 'a control character or line end stands between tokens',
    }
  if (unit === 0xfeff)
    return { code: 'JSON_BYTE_ORDER_MARK', message: 'a byte order mark stands between tokens' }
  return isFinished
    ? { code: 'JSON_TRAILING_DATA', message: 'something follows the value' }
    : { code: 'JSON_SYNTAX', message: 'neither a value nor a key begins here' }
}

const PRINTED_CHARS_MAX = 64

/** A key as messages show it: bounded and quoted as JSON, so that it cannot be taken for part of the message. */
export function printableKey(key: string): string {
  const cut = key.length > PRINTED_CHARS_MAX ? `${key.slice(0, PRINTED_CHARS_MAX)}…` : key
  return JSON.stringify(cut).slice(1, -1)
}
