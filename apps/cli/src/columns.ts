/** Two columns, indented by two; the second one wraps under itself. */
export function layOut(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(Math.max(...rows.map(([label]) => label.length)), LEFT_MAX)
  const indent = ' '.repeat(left + 4)
  const lines: string[] = []
  for (const [label, text] of rows) {
    const wrapped = wrapText(text, Math.max(width - indent.length, 24))
    if (label.length > left) lines.push(`  ${label}`)
    wrapped.forEach((line, at) => {
      lines.push(at === 0 && label.length <= left ? `  ${label.padEnd(left)}  ${line}` : `${indent}${line}`)
    })
  }
  return lines
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
