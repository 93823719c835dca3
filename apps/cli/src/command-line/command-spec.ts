import type { EXIT_CODES } from '../failures/exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What a shell offers while a value is being typed. */
export type Completes = 'file' | 'directory' | 'nothing'

interface FlagBase {
  /** Long name without the dashes. */
  readonly name: string
  /** One letter. */
  readonly short?: string
  /** For help, completion and the reference: lower case, no full stop. */
  readonly summary: string
}

/** One flag of a command. */
export type Flag =
  | (FlagBase & { readonly kind: 'switch' })
  | (FlagBase & {
      readonly kind: 'value'
      readonly placeholder: string
      readonly default?: string
      readonly completes: Completes
    })
  | (FlagBase & {
      readonly kind: 'list'
      readonly placeholder: string
      readonly completes: Completes
      readonly choices?: readonly string[]
    })
  | (FlagBase & {
      readonly kind: 'choice'
      readonly choices: readonly string[]
      readonly default?: string
      /** Words of others that are understood, and the choice that each means. */
      readonly synonyms?: Readonly<Record<string, string>>
    })
  | (FlagBase & {
      readonly kind: 'integer'
      readonly placeholder: string
      readonly min: number
      readonly max: number
    })

/** What may stand between the flags. */
export interface Operands {
  readonly placeholder: string
  readonly summary: string
  readonly max: number
  readonly completes: Completes
  readonly choices?: readonly string[]
}

/** A command line worth copying, and what it does. */
export interface Example {
  readonly line: string
  readonly does: string
}

/** What a command is called, and what it does. */
export interface NamedCommand {
  /** One word or two. */
  readonly name: string
  /** Lower case, no full stop. */
  readonly summary: string
}

/** One command as data, with its name: help, completions and `docs/cli.md` are made from it. */
export interface NamedSpec extends NamedCommand, CommandSpec {}

/** One command as data, as the parser reads it. */
export interface CommandSpec {
  /** Shown first in its help. */
  readonly examples: readonly Example[]
  readonly flags: readonly Flag[]
  readonly operands?: Operands
  /** Everything after `--` is a command line of somebody else and is never looked at. */
  readonly wrapsCommand?: true
  /** Paragraphs for what no flag can say. */
  readonly notes?: readonly string[]
  /** How it can end, besides `usage` and `internal`. */
  readonly exits: readonly (keyof typeof EXIT_CODES)[]
}

type FlagValue<F extends Flag> = F extends { readonly kind: 'switch' }
  ? boolean
  : F extends { readonly kind: 'list' }
    ? readonly string[]
    : F extends { readonly kind: 'integer' }
      ? number | undefined
      : | (F extends { readonly kind: 'choice'; readonly choices: readonly (infer C)[] } ? C : string)
        | (F extends { readonly default: string } ? never : undefined)

/** The command line of one command, read and checked against its spec. */
export interface Input<S extends CommandSpec> {
  readonly flags: { readonly [F in S['flags'][number] as F['name']]: FlagValue<F> }
  readonly operands: readonly string[]
  /** What stood after `--`, for specs with `wrapsCommand`. */
  readonly command: readonly string[]
}

/** Runs a command: prints to the terminal and returns the exit code, which for the proxy is that of the server. */
export type Run<S extends CommandSpec> = (input: Input<S>, terminal: Terminal) => number | Promise<number>
