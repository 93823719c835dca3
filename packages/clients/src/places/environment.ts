import type { Machine } from '@kvlar/core/node'

/** The machine as `wrap` sees it: every path is derived from this value, never from process globals. */
export interface Environment extends Machine {
  /** The folder whose project files are looked for, absolute. */
  readonly cwd: string
}
