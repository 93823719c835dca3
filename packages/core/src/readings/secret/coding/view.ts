/** A part of a text as it reads when one coding is taken off, with the way back. */
export interface View {
  readonly text: string
  /** Where in the coded text the character at a place of the view begins. */
  readonly start: (at: number) => number
  /** Where in the coded text it ends. */
  readonly end: (at: number) => number
}

/** Code units that one `String.fromCharCode` call takes without running out of stack. */
const UNITS_PER_CALL = 4096

const UNIT_MAX = 0xffff

/** Writes a view of a whole text, character by character. */
export class ViewWriter {
  readonly #units: Uint16Array
  readonly #starts: Uint32Array
  readonly #ends: Uint32Array
  #length = 0

  constructor(charsMax: number) {
    this.#units = new Uint16Array(charsMax)
    this.#starts = new Uint32Array(charsMax)
    this.#ends = new Uint32Array(charsMax)
  }

  /** A character of the view and the stretch of the coded text that stands for it. */
  add(unit: number, start: number, end: number): void {
    this.#units[this.#length] = unit
    this.#starts[this.#length] = start
    this.#ends[this.#length] = end
    this.#length += 1
  }

  /** A character by its code point, which takes two units beyond the first plane. */
  addPoint(point: number, start: number, end: number): void {
    if (point <= UNIT_MAX) {
      this.add(point, start, end)
      return
    }
    const pair = String.fromCodePoint(point)
    this.add(pair.charCodeAt(0), start, end)
    this.add(pair.charCodeAt(1), start, end)
  }

  view(): View {
    const [starts, ends] = [this.#starts, this.#ends]
    return {
      text: textOf(this.#units.subarray(0, this.#length)),
      start: (at) => starts[at] ?? 0,
      end: (at) => ends[at] ?? 0,
    }
  }
}

/** The text of code units; spreading them takes ten times as long. */
export function textOf(units: Uint16Array): string {
  let text = ''
  for (let at = 0; at < units.length; at += UNITS_PER_CALL)
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + UNITS_PER_CALL))
  return text
}
