import { withoutBom } from '../../document/read-document.ts'
import { visibleText } from '../../text/visible-text.ts'
import type { Diagnostic } from '../../policy.ts'
import { cellsOf, type Cell } from './cells.ts'

/** Columns of source shown of one line. */
const FRAME_COLUMNS = 96

/** Code units of a line looked at on either side of the problem. */
const FRAME_UNITS = 512

const COLOURS = {
  error: '\u001B[1;31m',
  warning: '\u001B[1;33m',
  frame: '\u001B[1;34m',
  strong: '\u001B[1m',
} as const

const RESET = '\u001B[0m'

/**
 * A finding as people read it: what is wrong, the line with carets below it, what to do, where to read on.
 *
 * @param text the text of the diagnostic's file, for the line shown; undefined when there is none
 * @param options whether to colour, and the command that repeats the call which shows the finding
 * @returns lines without a trailing line feed; nothing of the file reaches the terminal unescaped
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  text?: string,
  { color = false, call }: { readonly color?: boolean; readonly call?: string } = {},
): string {
  const { code, severity, message, help } = diagnostic
  const paint = (style: keyof typeof COLOURS, words: string): string =>
    color ? `${COLOURS[style]}${words}${RESET}` : words
  const line = sourceLine(diagnostic, text)
  const gutter = ' '.repeat(line === undefined ? 1 : String(diagnostic.line).length)
  const bar = paint('frame', `${gutter} |`)
  const lines = [
    `${paint(severity, `${severity}[${code}]`)}${paint('strong', `: ${visibleText(message)}`)}`,
    `${paint('frame', `${gutter}-->`)} ${whereOf(diagnostic)}`,
  ]
  if (line !== undefined) {
    const { shown, caret } = frame(line, diagnostic)
    lines.push(
      bar,
      `${paint('frame', `${diagnostic.line} |`)} ${shown}`,
      `${bar} ${caret.indent}${paint(severity, caret.marks)}`,
    )
  }
  lines.push(bar)
  if (help !== undefined)
    lines.push(`${paint('frame', `${gutter} =`)} ${paint('strong', 'help')}: ${visibleText(help)}`)
  if (call !== undefined)
    lines.push(`${paint('frame', `${gutter} =`)} ${paint('strong', 'call')}: ${visibleText(call)}`)
  // A command, because it is the same for whoever has the checkout and whoever has the package.
  lines.push(`${paint('frame', `${gutter} =`)} ${paint('strong', 'docs')}: kvlar help ${code}`)
  return lines.join('\n')
}

function whereOf({ file, line, column, path }: Diagnostic): string {
  if (line > 0) return `${visibleText(file)}:${line}:${column}`
  return path === undefined ? visibleText(file) : `${visibleText(file)} at \`${visibleText(path)}\``
}

function sourceLine({ line }: Diagnostic, text: string | undefined): string | undefined {
  if (text === undefined || line < 1) return undefined
  return withoutBom(text).split(/\r\n|\n|\r/)[line - 1]
}

/** The part of the line around the problem, and carets below it. */
function frame(line: string, { column, length }: Diagnostic) {
  const start = Math.max(0, column - 1)
  const from = wholeCharacter(line, Math.max(0, start - FRAME_UNITS))
  const cells = cellsOf(line.slice(from, start + FRAME_UNITS), from)
  const ahead = cells.filter(({ at }) => at < start)
  const behind = cells.slice(ahead.length)
  const before = fitEnd(ahead, Math.floor(FRAME_COLUMNS / 2))
  const after = fitStart(behind, FRAME_COLUMNS - width(before))
  const left = before[0] !== undefined && before[0].at > 0 ? '…' : ''
  const right = after.length < behind.length || line.length > start + FRAME_UNITS ? '…' : ''
  const marked = width(after.filter(({ at }) => at < start + length))
  return {
    shown: `${left}${join(before)}${join(after)}${right}`,
    caret: { indent: ' '.repeat(left.length + width(before)), marks: '^'.repeat(Math.max(1, marked)) },
  }
}

/** An offset that does not split a surrogate pair. */
function wholeCharacter(line: string, offset: number): number {
  const unit = line.charCodeAt(offset)
  return unit >= 0xdc00 && unit <= 0xdfff ? offset + 1 : offset
}

function fitStart(cells: readonly Cell[], columns: number): readonly Cell[] {
  let left = columns
  const end = cells.findIndex((cell) => (left -= cell.width) < 0)
  return end === -1 ? cells : cells.slice(0, end)
}

function fitEnd(cells: readonly Cell[], columns: number): readonly Cell[] {
  return fitStart(cells.toReversed(), columns).toReversed()
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}

function join(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('')
}
