import { describeEntry, type AuditRow } from '@kvlar/audit'
import type { Page } from '../terminal/terminal.ts'

/** Enough of a chain id to tell it from the others of a home. */
const CHAIN_DIGITS = 8

/** One entry on one line. */
export function printRow({ chain, entry }: AuditRow, page: Page): void {
  const id = `${chain.slice(0, CHAIN_DIGITS)}:${entry.index}`
  page.line(
    `${page.tone('quiet', `${entry.time}  ${id}`)}  ${describeEntry(entry, (tone, text) => page.tone(tone, text))}`,
  )
}
