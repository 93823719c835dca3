/** How a command comes: a text for a POSIX shell, or a list of words with no shell in between. */
export const SHELL_SYNTAXES = ['posix', 'argv'] as const

/** What joins commands and must be permitted: `|`, and `;`, line feeds, `&&` and `||`. */
export const SHELL_PERMITS = ['pipes', 'sequence'] as const

/** Operands that are named by one word; `revision` is a path or one of git's revisions. */
export const OPERAND_WORDS = ['text', 'number', 'path', 'revision'] as const

/** The operand of the `shell` operator: which programs a command may run, with which arguments. */
export interface ShellGrant {
  readonly syntax: (typeof SHELL_SYNTAXES)[number]
  /** By the name under which a command calls the program; never a path. */
  readonly programs: Readonly<Record<string, ProgramGrant | null>>
  readonly permit?: readonly (typeof SHELL_PERMITS)[number][]
  /** What the word `path` stands for in this grant. */
  readonly paths?: PathGrant
}

/** What a program, or one of its subcommands, may be called with; nothing that is not named. */
export interface ProgramGrant {
  /** `-l`, `--oneline`, `-n {number}`, `--color={always|never}`, `-U{number}`, `-{number}`: see `flag-grant.ts`. */
  readonly flags?: readonly string[]
  /** Names of flags of which a call has one at least: `rg` prints what it finds, unless it is told to name the files. */
  readonly requires?: readonly string[]
  /** What every operand is; of a list, each item one operand, and the last one all that follow. */
  readonly operands?: OperandGrant | readonly OperandGrant[]
  /** By the words that name it: `status`, `run build`, `-m pytest`. */
  readonly subcommands?: Readonly<Record<string, ProgramGrant | null>>
  /**
   * Whether it may go through folders: `grep -r`, `ls -R`, `find`. What lies below, no reading sees. `hidden`: also
   * through hidden ones that are named.
   */
  readonly walks?: boolean | 'hidden'
}

export type OperandGrant = (typeof OPERAND_WORDS)[number] | PathGrant | OneOfGrant | MatchesGrant

/** A path, by its text: symbolic links are not followed. */
export interface PathGrant {
  /** Absolute roots of absolute paths. Without it none is inside. */
  readonly within?: string | readonly string[]
  /** Globs of paths that are never inside; `$secret_files` is the built-in list. */
  readonly except?: readonly string[]
  /** Whether a path below the server's own working folder is inside. */
  readonly relative?: boolean
}

/** One of these names, each a pattern of the policy language. */
export interface OneOfGrant {
  readonly one_of: readonly string[]
}

/** A text that this regular expression covers from its beginning to its end. */
export interface MatchesGrant {
  readonly matches: string
}

/** The keys of each object of a grant; any other key is a mistake. */
export const SHELL_GRANT_KEYS = {
  grant: ['syntax', 'programs', 'permit', 'paths'],
  program: ['flags', 'requires', 'operands', 'subcommands', 'walks'],
  path: ['within', 'except', 'relative'],
  oneOf: ['one_of'],
  matches: ['matches'],
} as const
