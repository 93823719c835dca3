import type { Found, SecretText } from '../secret-text.ts'
import { isNamedSecret } from './named-value.ts'
import { type NamedAs, namedAs } from './secret-name.ts'

const HEAD_CHARS_MAX = 1024
const ROW_CHARS_MAX = 4096
const LINE_END = /\n/g

/** What parts the cells of a row: of CSV, TSV and Markdown. */
const BETWEEN = /["'`* \t]{0,8}([,;\t|])/y

/** The name of a column, and the row of a Markdown table that has nothing but lines. */
const COLUMN = /^[\s"'`*]*([\p{L}\w.#() -]{0,40}?)[\s"'`*]*$/u
const RULE = /^[\s|:+-]+$/

const CELL = { isText: true, isSetting: false } as const

/** Secrets in the column of a table whose head is the line around `at`, where the name in it ends. */
export function readTable(source: SecretText, at: number, found: Found): void {
  const mark = source.match(BETWEEN, at)?.[1] ?? lastMark(source.text, at)
  if (mark === undefined) return
  const headEnd = source.next(LINE_END, at)
  if (headEnd === source.text.length) return
  // A head is read once, whichever of its names says that it is one.
  source.remember('head', headEnd, () => readRows(source, { headEnd, mark }, found))
}

/** The last cell of a head may have no mark behind it. */
function lastMark(text: string, at: number): string | undefined {
  if (!/^["'`]?[ \t]{0,8}\r?\n/.test(text.slice(at, at + 12))) return undefined
  return /([,;\t|])[ "'`]{0,8}[\p{L}\w .-]{1,48}$/u.exec(text.slice(Math.max(0, at - 64), at))?.[1]
}

interface Head {
  readonly headEnd: number
  readonly mark: string
}

/**
 * Reads the rows below a head, and says where they end.
 *
 * INVARIANT: what was read as a row is no head again, so a text is read once.
 */
function readRows(source: SecretText, { headEnd, mark }: Head, found: Found): number {
  const { text } = source
  const windowStart = Math.max(0, headEnd - HEAD_CHARS_MAX)
  const headStart = text.slice(windowStart, headEnd).lastIndexOf('\n') + 1 + windowStart
  if (headStart === windowStart && windowStart > 0) return headEnd
  if (source.unread('table', headStart, headStart).from > headStart) return headEnd
  const rowEnd = text.indexOf('\n', headEnd + 1)
  const width = marksIn(text, headStart, headEnd, mark)
  // Below prose with commas stands no row that has as many cells.
  if (width === 0 || marksIn(text, headEnd + 1, rowEnd < 0 ? text.length : rowEnd, mark) !== width)
    return headEnd
  const columns = columnsOf(text.slice(headStart, headEnd), mark)
  if (columns === undefined) return headEnd
  let start = headEnd + 1
  while (start < text.length) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    const row = end - start > ROW_CHARS_MAX ? '' : text.slice(start, end)
    const cells = row.split(mark)
    if (cells.length !== columns.length) break
    if (!RULE.test(row)) tellCells(cells, { start, columns }, found)
    start = end + 1
  }
  source.unread('table', start, start)
  return start
}

function marksIn(text: string, start: number, end: number, mark: string): number {
  let count = 0
  for (let at = text.indexOf(mark, start); at >= 0 && at < end; at = text.indexOf(mark, at + 1)) count += 1
  return count
}

/** What each column holds; undefined for a line that is no head. */
function columnsOf(head: string, mark: string): readonly (NamedAs | undefined)[] | undefined {
  const names = head.split(mark).map((cell) => COLUMN.exec(cell)?.[1])
  if (names.length < 2 || names.includes(undefined)) return undefined
  return names.map((name) => namedAs(name ?? ''))
}

interface Row {
  readonly start: number
  readonly columns: readonly (NamedAs | undefined)[]
}

function tellCells(cells: readonly string[], { start, columns }: Row, found: Found): void {
  let cellStart = start
  cells.forEach((cell, index) => {
    const as = columns[index]
    const value = cell.replace(/^[\s"'`]+|[\s"'`]+$/g, '')
    const place = cellStart + cell.indexOf(value)
    if (as !== undefined && !/\s/.test(value) && isNamedSecret(as, value, CELL))
      found('named_secret', place, place + value.length)
    cellStart += cell.length + 1
  })
}
