import { visibleText } from '@kvlar/core'
import type { CardLine } from '../approvals/card-line.ts'
import type { Page, Tone } from '../terminal.ts'

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
export function reviewScreen(page: Page): ReviewScreen {
  let hasStatus = false
  const clearStatus = (): void => {
    if (hasStatus) page.write(CLEAR_LINE)
    hasStatus = false
  }
  const width = (): number => Math.min(process.stdout.columns || COLUMNS_DEFAULT, COLUMNS_MAX)
  const say = (text: string, tone?: Tone): void => {
    clearStatus()
    const shown = visibleText(text)
    page.line(tone === undefined ? shown : page.tone(tone, shown))
  }
  return {
    width,
    rows: () => Math.max((process.stdout.rows || ROWS_DEFAULT) - 2, 1),
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
