import type { Page } from '../terminal/terminal.ts'

/** Work that ends sooner shows no bar. */
const QUIET_MS = 1000
const REDRAW_MS = 100
const CELLS = 24

/** A bar on a terminal that is drawn over itself, and gone when the work is done. */
export interface ProgressBar {
  readonly report: (done: number, total: number) => void
  readonly end: () => void
}

/** @param now milliseconds that only rise */
export function progressBar(page: Page, now: () => number = () => performance.now()): ProgressBar {
  const startMs = now()
  let drawnMs: number | undefined
  const report = (done: number, total: number): void => {
    const atMs = now()
    if (!page.isTerminal || total === 0 || atMs - startMs < QUIET_MS) return
    if (drawnMs !== undefined && atMs - drawnMs < REDRAW_MS) return
    drawnMs = atMs
    const part = Math.min(done / total, 1)
    const filled = Math.floor(part * CELLS)
    const bar = `${'#'.repeat(filled)}${'.'.repeat(CELLS - filled)}`
    page.write(`\r[${bar}] ${String(Math.floor(part * 100)).padStart(3)} %`)
  }
  const end = (): void => {
    if (drawnMs !== undefined) page.write(`\r${' '.repeat(CELLS + 8)}\r`)
  }
  return { report, end }
}
