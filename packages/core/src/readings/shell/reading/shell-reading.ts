import type { ShellDoubtKind } from './shell-doubt.ts'

/** One word as the shell hands it to the program. */
export interface ShellWord {
  /** The text after quotes and escapes are removed. */
  readonly text: string
  /** Whether the text is known: no expansion, substitution or pattern decides what it will be. */
  readonly isLiteral: boolean
  readonly start: number
  readonly end: number
}

/** What stands before a command: nothing for the first one; a new line reads as `;`. */
export type ShellConnector = '' | '|' | '||' | '&&' | ';'

export interface ShellRedirect {
  /** As written, its descriptor included: `2>>`. */
  readonly operator: string
  readonly target: ShellWord
  /** Whether it opens nothing: `/dev/null`, or one of the streams 1 and 2 as the other. */
  readonly isHarmless: boolean
}

/** One simple command as the text has it. */
export interface ShellCommand {
  readonly connector: ShellConnector
  readonly words: readonly ShellWord[]
  readonly redirects: readonly ShellRedirect[]
}

/** One program that runs in the end: the command itself, or what stands behind `timeout 5`, inside `sh -c '…'`. */
export interface ShellRun {
  readonly connector: ShellConnector
  /** The program and its arguments. */
  readonly words: readonly ShellWord[]
  /** The programs that were looked through, outermost first. */
  readonly through: readonly string[]
}

/** Something that decides what runs and that the text does not tell for certain. */
export interface ShellDoubt {
  readonly kind: ShellDoubtKind
  /** A sentence that holds no text of the command. */
  readonly why: string
  /** Where it stands: UTF-16 positions of a text, or indices of a list of words. */
  readonly start: number
  readonly end: number
}

/** What a command line runs. Where there is a doubt, everything else is the best guess, for people only. */
export interface ShellReading {
  readonly commands: readonly ShellCommand[]
  readonly runs: readonly ShellRun[]
  /** At most `LIMITS.shellDoubtsMax`; empty exactly when the reading is certain. */
  readonly doubts: readonly ShellDoubt[]
}
