/** Two columns, indented by two; the second one wraps under itself. */
export function layOut(rows: readonly (readonly [string, string])[], width: number): string[] {
  return layOutBlocks(rows, width).flat()
}

/** The lines of each row, for whoever puts something between rows. */
export function layOutBlocks(rows: readonly (readonly [string, string])[], width: number): string[][] {
  const left = rows.reduce((longest, [label]) => Math.min(Math.max(longest, label.length), LEFT_MAX), 0)
  const indent = ' '.repeat(left + 4)
  return rows.map(([label, text]) => {
    const lines = wrapText(text, Math.max(width - indent.length, 24)).map((line, at) =>
      at === 0 && label.length <= left ? `  ${label.padEnd(left)}  ${line}` : `${indent}${line}`,
    )
    return label.length > left ? [`  ${label}`, ...lines] : lines
  })
}

/** A longer label gets a line of its own. */
const LEFT_MAX = 30

/** Breaks text at spaces so that no line is wider, except one that is a single word. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
