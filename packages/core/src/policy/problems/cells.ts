import { visibleText } from '../../text/visible-text.ts'

/** One thing a terminal shows: what to print, and how many columns it takes. */
export interface Cell {
  readonly text: string
  readonly width: number
  /** Code-unit offset in the source. */
  readonly at: number
}

const TAB_COLUMNS = 4

/** East Asian wide and full-width blocks (UAX #11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u

/** Splits a part of a line, from an offset on, into cells: tabs become spaces, what a terminal obeys an escape. */
export function cellsOf(line: string, from = 0): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  let at = from
  for (const character of line) {
    const text =
      character === '\t' ? ' '.repeat(TAB_COLUMNS - (column % TAB_COLUMNS)) : visibleText(character)
    const width = text === character ? widthOf(character) : text.length
    cells.push({ text, width, at })
    column += width
    at += character.length
  }
  return cells
}

function widthOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
