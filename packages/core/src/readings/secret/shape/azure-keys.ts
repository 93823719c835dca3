import { CHARS } from '../char-sets.ts'
import { isPlaceholder } from './placeholder.ts'
import type { Anchor, Reader } from '../secret-text.ts'

/** `AccountKey=…` and its siblings of connection strings. */
const NAMED_KEY = /[a-z]{6,15}Key\s{0,4}=\s{0,4}((?:[A-Za-z0-9+/]|%2[bf]){40,120}(?:={0,2}|(?:%3d){0,2}))/iy

/** The signature of a shared access signature: HMAC-SHA-256 in base64, mostly percent-encoded. */
const SIGNATURE = /sig=((?:[A-Za-z0-9+/]|%2[bf]){43}(?:=|%3d))/iy

const CLIENT_SECRET = /[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_.~-])/y

/** Marks that Azure writes into its keys, by how many characters of base64 such a key has without padding. */
const MARKS: Readonly<Record<string, readonly number[]>> = {
  '+ASt': [86],
  ACDb: [86],
  '+ABa': [86],
  APIM: [86],
  AzFu: [54],
  AzSe: [52],
  '+ACR': [52],
  AIoT: [43],
  '+AEh': [43],
  '+ASb': [43],
}

/** A mark and the checksum after it. */
const TAIL_CHARS_MIN = 7
const TAIL_CHARS_MAX = 12

const DEVOPS_MARK_AT = 76
const DEVOPS_CHARS = 84

/** Keys with the mark of Microsoft's common annotated format. */
const ANNOTATED_MARK_AT = 52
const ANNOTATED_CHARS_MIN = 76
const ANNOTATED_CHARS_MAX = 88

export const AZURE_ANCHORS: readonly Anchor[] = [
  ...['accountkey', 'sharedaccesskey', 'sharedsecretkey', 'primarykey', 'secondarykey'].map((text) =>
    named(text, NAMED_KEY),
  ),
  named('sig=', SIGNATURE),
  {
    text: 'Q~',
    read: (source, at, found) => {
      const start = at - 4
      const match = start < 0 ? undefined : source.match(CLIENT_SECRET, start)
      if (match !== undefined && !isPlaceholder(match[0])) found('azure', start, start + match[0].length)
    },
  },
  ...Object.entries(MARKS).map(([text, lengths]): Anchor => ({ text, read: marked(lengths) })),
  { text: 'AZDO', read: markedAt(DEVOPS_MARK_AT, DEVOPS_CHARS, DEVOPS_CHARS) },
  { text: 'JQQJ', read: markedAt(ANNOTATED_MARK_AT, ANNOTATED_CHARS_MIN, ANNOTATED_CHARS_MAX) },
]

function named(text: string, expression: RegExp): Anchor {
  return {
    text,
    ignoresCase: true,
    read: (source, place, found) => {
      const match = source.match(expression, place)
      const key = match?.[1]
      if (match === undefined || key === undefined || isPlaceholder(key)) return
      const end = place + match[0].length
      found('azure', end - key.length, end)
    },
  }
}

/** A mark near the end of a run of base64 that is as long as its key. */
function marked(lengths: readonly number[]): Reader {
  return (source, mark, found) => {
    const end = source.runEnd(CHARS.base64, mark)
    const tail = end - mark
    if (tail < TAIL_CHARS_MIN || tail > TAIL_CHARS_MAX) return
    const start = lengths.map((length) => end - length).find((place) => isWhole(source.text, place, end))
    if (start !== undefined) found('azure', start, end)
  }
}

/** A mark at a fixed place of a run. */
function markedAt(before: number, min: number, max: number): Reader {
  return (source, mark, found) => {
    const start = mark - before
    const end = source.runEnd(CHARS.either64, mark)
    if (end - start >= min && end - start <= max && isWhole(source.text, start, end))
      found('azure', start, end)
  }
}

/** Whether a run of base64 begins at `start`, reaches `end`, and has nothing of its kind before it. */
function isWhole(text: string, start: number, end: number): boolean {
  return (
    start >= 0 &&
    /^[A-Za-z0-9+/_-]+$/.test(text.slice(start, end)) &&
    !/[A-Za-z0-9+/]/.test(text.charAt(start - 1))
  )
}
