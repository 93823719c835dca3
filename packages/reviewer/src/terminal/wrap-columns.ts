/**
 * Breaks a text that holds no line feed so that no line has more columns, spaces kept. Whatever is not ASCII counts
 * for two: a line is never wider than the terminal, so that no text begins a line of its own there.
 */
export function wrapColumns(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const character of text) {
    const wide = character > '~' ? 2 : 1
    if (width + wide > columns) {
      lines.push(line)
      line = ''
      width = 0
    }
    line += character
    width += wide
  }
  return [...lines, line]
}
