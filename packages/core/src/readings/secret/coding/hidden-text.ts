import { readUtf8 } from './utf8.ts'
import { type View, ViewWriter } from './view.ts'

/** Tags and variation selectors. */
const MAY_HIDE = /[\u{fe00}-\u{fe0f}\u{e0000}-\u{e01ef}]/u

/** Tags that say a character of ASCII without showing it (Unicode 23.9). */
const TAGS = { first: 0xe0020, last: 0xe007e, base: 0xe0000 } as const

/** Selectors, of which there is one for each byte: sixteen in the first plane, the others beyond. */
const SELECTORS = [
  { first: 0xfe00, last: 0xfe0f, byte: 0 },
  { first: 0xe0100, last: 0xe01ef, byte: 16 },
] as const

const UNIT_MAX = 0xffff

/**
 * What a text says in characters that show as nothing: its tags by themselves, and where they stand among what shows;
 * its variation selectors as bytes. None for a text that has none of these.
 */
export function hiddenTexts(text: string): readonly View[] {
  if (!MAY_HIDE.test(text)) return []
  const newWriter = (): ViewWriter => new ViewWriter(text.length)
  const [tags, amongOthers, bytes] = [newWriter(), newWriter(), newWriter()]
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0
    const end = at + (point > UNIT_MAX ? 2 : 1)
    const char = tagged(point)
    if (char !== undefined) tags.add(char, at, end)
    amongOthers.addPoint(char ?? point, at, end)
    const byte = selected(point)
    if (byte !== undefined) bytes.add(byte, at, end)
    at = end
  }
  return [tags.view(), amongOthers.view(), readUtf8(bytes.view())].filter((view) => view.text !== text)
}

function tagged(point: number): number | undefined {
  return point >= TAGS.first && point <= TAGS.last ? point - TAGS.base : undefined
}

function selected(point: number): number | undefined {
  const row = SELECTORS.find(({ first, last }) => point >= first && point <= last)
  return row === undefined ? undefined : row.byte + point - row.first
}
