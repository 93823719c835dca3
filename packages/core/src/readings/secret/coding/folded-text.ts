import { LOOKS_LIKE } from '../../look-alike/look-alike-table.ts'
import { type View, ViewWriter } from './view.ts'

/** Characters that show as nothing, or as a mark on the one before; a tag is two code units, of which the first says enough. */
const NOTHING = new RegExp(
  String.raw`[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u2800\ufff0-\ufffb\udb40]`,
)

/**
 * Look-alikes of ASCII: blanks and hyphens of all sorts, enclosed and full-width letters and digits, and the first
 * code unit of the mathematical ones.
 */
const LIKE_ASCII = /[\u00a0\u2000-\u200a\u2010\u2011\u202f\u2212\u2460-\u24ff\u3000\uff01-\uff5e\ud835]/

/** Letters of other alphabets; only beside one of ASCII do they stand for it. */
const LIKE_LETTER = `[${[...LOOKS_LIKE.keys()].filter((char) => char.length === 1).join('')}]`

const EITHER = new RegExp(
  `${NOTHING.source}|${LIKE_ASCII.source}|[A-Za-z0-9_-]${LIKE_LETTER}|${LIKE_LETTER}[A-Za-z0-9_-]`,
)

const ASCII_MAX = 0x7f

/**
 * The whole text without characters that show as nothing, and with look-alikes of ASCII as what they look like;
 * undefined when it has none.
 */
export function foldedText(text: string): View | undefined {
  if (!EITHER.test(text)) return undefined
  const writer = new ViewWriter(text.length)
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0
    const length = point > 0xffff ? 2 : 1
    const unit = point <= ASCII_MAX ? point : foldPoint(point)
    if (unit !== undefined) writer.add(unit, at, at + length)
    at += length
  }
  return writer.view()
}

/** Folds of single characters, so that hostile text costs no more than other text; it changes no answer. */
const FOLDS = new Map<number, number | undefined>()
const FOLDS_MAX = 8192

function foldPoint(point: number): number | undefined {
  if (FOLDS.has(point)) return FOLDS.get(point)
  const unit = likeness(String.fromCodePoint(point))
  if (FOLDS.size >= FOLDS_MAX) FOLDS.clear()
  FOLDS.set(point, unit)
  return unit
}

/** One ASCII character, or nothing; what looks like neither stays apart from both. */
function likeness(char: string): number | undefined {
  if (NOTHING.test(char)) return undefined
  if (/[\u2010\u2011\u2212]/.test(char)) return 0x2d
  const letter = LOOKS_LIKE.get(char)
  if (letter !== undefined) return letter.charCodeAt(0)
  const plain = LIKE_ASCII.test(char) ? char.normalize('NFKC') : char
  return plain.length === 1 ? plain.charCodeAt(0) : 0xfffd
}
