/** A part of a text, whole lines. */
export interface Lines {
  readonly start: number
  /** After the line end. */
  readonly end: number
}

/**
 * The lines of a text in which something coded stands, those that follow one another as one; what is coded is mostly a
 * small part of a text. `coded` is global, and its quantifiers are bounded.
 */
export function codedLines(text: string, coded: RegExp): readonly Lines[] {
  const all: { start: number; end: number }[] = []
  for (const { 0: found, index } of text.matchAll(coded)) {
    const last = all.at(-1)
    const foundEnd = index + found.length
    if (last !== undefined && foundEnd < last.end) continue
    const start = index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1
    const next = text.indexOf('\n', foundEnd)
    const end = next < 0 ? text.length : next + 1
    if (last !== undefined && last.end >= start) last.end = end
    else all.push({ start, end })
  }
  return all
}

export function charsOf(lines: readonly Lines[]): number {
  return lines.reduce((sum, { start, end }) => sum + end - start, 0)
}
