import type { Break, BreakCode } from './verdict.ts'

/** Carries a break out of a walk over a chain; never leaves this folder. */
export class Broken extends Error {
  readonly at: Break
  constructor(code: BreakCode, message: string, line: number) {
    super(message)
    this.at = { code, message, line }
  }
}
