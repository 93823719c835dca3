import type { Found, SecretText } from '../secret-text.ts'
import { isNamedSecret, isStrong } from './named-value.ts'
import type { NamedAs } from './secret-name.ts'

/** Between the name and the value of an entry that has both: of JSON and YAML, with a few others between, and of XML. */
const NEXT_ENTRY =
  /["'`]?\s{0,16}(?:,|\n)\s{0,32}(?:["']?(?!val)[\w-]{1,32}["']?\s{0,4}:\s{0,4}(?:["'][^"'\n]{0,64}["']|[\w.-]{1,20})\s{0,16}[,\n]\s{0,32}){0,3}["']?(?:value|val|stringvalue|string_value|secret_value)["']?[ \t]{0,4}:[ \t]{0,4}/iy
const NEXT_TAG = /<\/(?:key|name)>\s{0,32}<(?:string|value)>/iy

/** Between the two items of a list. */
const NEXT_ITEM = /["'`]\s{0,16},\s{0,16}(?=["'`])/y

const VALUE = /"([^\s"]{3,512})"|'([^\s']{3,512})'|`([^\s`]{3,512})`|([^\s"'`,;<>(){}[\]]{3,512})/y

const OPEN = /[[({]\s{0,4}["'`]$/
const CLOSE = /[\])}]/
const NEAR_CHARS = 8

export interface Named {
  readonly start: number
  readonly end: number
  readonly as: NamedAs
}

/** A value that an entry or a list has beside the name of a secret: `{"key": "DB_PASSWORD", "value": "…"}`. */
export function readPaired(source: SecretText, { start, end, as }: Named, found: Found): void {
  const { text } = source
  const between = source.match(NEXT_ENTRY, end) ?? source.match(NEXT_TAG, end) ?? source.match(NEXT_ITEM, end)
  if (between === undefined) return
  const place = end + between[0].length
  const match = source.match(VALUE, place)
  const value = match?.slice(1).find((part) => part !== undefined)
  if (match === undefined || value === undefined) return
  const isText = match[4] === undefined || between[0].startsWith('</')
  if (!isNamedSecret(as, value, { isText, isSetting: false })) return
  const valueEnd = place + match[0].length
  // Two texts side by side are a name and its value only where nothing else is.
  const isItem = /^["'`]\s*,\s*$/.test(between[0])
  if (isItem && !(isStrong(value) && isAlone(text, start, valueEnd))) return
  found('named_secret', place + match[0].indexOf(value), place + match[0].indexOf(value) + value.length)
}

function isAlone(text: string, start: number, end: number): boolean {
  return (
    OPEN.test(text.slice(Math.max(0, start - NEAR_CHARS), start)) &&
    CLOSE.test(
      text
        .slice(end, end + NEAR_CHARS)
        .trim()
        .charAt(0),
    )
  )
}
