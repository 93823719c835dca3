/** A part of a text, whole lines. */
export interface Lines {
  readonly start: number
  /** After the line end. */
  readonly end: number
}

/**
 * The lines of a text in which something coded stands, each with the next one, into which a secret may go on; those that
 * follow one another as one. What is coded is mostly a small part of a text. `coded` is global, and its quantifiers are
 * bounded.
 */
export function codedLines(text: string, coded: RegExp): readonly Lines[] {
  const all: { start: number; end: number }[] = []
  let codedEnd = 0
  for (const { 0: found, index } of text.matchAll(coded)) {
    const foundEnd = index + found.length
    if (foundEnd < codedEnd) continue
    codedEnd = lineEnd(text, foundEnd)
    const start = index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1
    const end = lineEnd(text, codedEnd)
    const last = all.at(-1)
    if (last !== undefined && last.end >= start) last.end = end
    else all.push({ start, end })
  }
  return all
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found + 1
}

export function charsOf(lines: readonly Lines[]): number {
  return lines.reduce((sum, { start, end }) => sum + end - start, 0)
}
