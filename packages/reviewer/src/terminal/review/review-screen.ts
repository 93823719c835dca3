import type { WriteStream } from 'node:tty'
import { visibleText } from '@kvlar/core/text'
import type { CardLine } from '../card-line.ts'
import type { Tone } from '../tone.ts'

/** Where a review prints. */
export interface ReviewPage {
  /** Prints the text and a line feed. */
  line(text: string): void
  /** Prints the text as it is. */
  write(text: string): void
  /** Colours the text, where colours are shown. */
  tone(tone: Tone, text: string): string
}

/** What a reviewer sees: lines that stay, and a last one that is drawn over. */
export interface ReviewScreen {
  /** Columns of a line. */
  width(): number
  /** Lines that fit above the last one. */
  rows(): number
  lines(lines: readonly CardLine[]): void
  say(text: string, tone?: Tone): void
  /** Draws the last line anew; it is cut where the terminal ends. */
  status(text: string): void
  clearStatus(): void
}

const CLEAR_LINE = '\r\u001b[2K'
const ROWS_DEFAULT = 24
const COLUMNS_DEFAULT = 80
const COLUMNS_MAX = 120

/** INVARIANT: whatever reaches the terminal goes through here and is made visible first. */
export function reviewScreen(page: ReviewPage, output: Pick<WriteStream, 'columns' | 'rows'>): ReviewScreen {
  let hasStatus = false
  const clearStatus = (): void => {
    if (hasStatus) page.write(CLEAR_LINE)
    hasStatus = false
  }
  const width = (): number => Math.min(output.columns || COLUMNS_DEFAULT, COLUMNS_MAX)
  const say = (text: string, tone?: Tone): void => {
    clearStatus()
    const shown = visibleText(text)
    page.line(tone === undefined ? shown : page.tone(tone, shown))
  }
  return {
    width,
    rows: () => Math.max((output.rows || ROWS_DEFAULT) - 2, 1),
    lines: (lines) => {
      for (const { text, tone } of lines) say(text, tone)
    },
    say,
    status: (text) => {
      clearStatus()
      page.write(CLEAR_LINE)
      page.write(visibleText(text).slice(0, width() - 1))
      hasStatus = true
    },
    clearStatus,
  }
}
