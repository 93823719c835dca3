/** Line starts of a text, to turn offsets into lines and columns; lines end at LF, CRLF or CR. */
export interface LineIndex {
  /** 1-based line and column (UTF-16 code units) of an offset. */
  locate(offset: number): { readonly line: number; readonly column: number }
  /** Where the line of `start` ends, its terminator not included, or `end` if that comes first. */
  lineEnd(start: number, end: number): number
}

export function indexLines(text: string): LineIndex {
  const starts = [0]
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + ending.length)
  return {
    locate(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
    },
    lineEnd(start, end) {
      const found = text.slice(start, end).search(/[\r\n]/)
      return found === -1 ? Math.min(end, text.length) : start + found
    },
  }
}
