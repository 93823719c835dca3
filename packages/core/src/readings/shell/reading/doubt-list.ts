import { LIMITS } from '../../../limits.ts'
import { SHELL_DOUBTS, type ShellDoubtKind } from './shell-doubt.ts'
import type { ShellDoubt } from './shell-reading.ts'

/** Collects doubts; what is above the bound adds nothing, because one is enough. */
export class DoubtList {
  readonly found: ShellDoubt[] = []

  add(kind: ShellDoubtKind, start: number, end: number): void {
    if (this.found.length < LIMITS.shellDoubtsMax)
      this.found.push({ kind, why: SHELL_DOUBTS[kind], start, end })
  }
}
