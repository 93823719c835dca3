import type { CommandList } from './command-list.ts'
import type { DoubtList } from './doubt-list.ts'

/** A text that is being read, and what was found in it so far. */
export interface ShellScan {
  readonly text: string
  readonly list: CommandList
  readonly doubts: DoubtList
}

/** What a sticky pattern finds at this place. */
export function matchAt({ text }: ShellScan, pattern: RegExp, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
