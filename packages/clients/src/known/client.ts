import type { ConfigFormat } from '../formats/formats.ts'
import type { Environment } from '../places/environment.ts'

/** An MCP client whose configuration files hold the commands of its servers. */
export interface Client {
  readonly id: string
  readonly title: string
  readonly files: readonly ClientFile[]
  /** What the user should know after servers of this client were wrapped. */
  readonly notes: readonly ClientNote[]
}

export interface ClientFile {
  /** `managed` files belong to an administrator: they are reported, and changed only when named. */
  readonly scope: FileScope
  readonly format: ConfigFormat
  /** Absolute paths; a segment may hold `*`, which stands for any text inside it. */
  readonly paths: (environment: Environment) => readonly string[]
  /** Keys that lead to the servers: a map of names or a list of entries with `name`; `*` is any key. */
  readonly places: readonly (readonly string[])[]
  readonly spelling: Spelling
  /** Entries may spell their command line otherwise: nobody knows whose file it is. */
  readonly isAnySpelling?: boolean
  /** Mostly about other things: not mentioned where it holds no servers, and a command in it is not taken for one. */
  readonly isMixed?: boolean
}

export type FileScope = 'user' | 'project' | 'managed'

/** How a local server spells its command line. */
export type Spelling =
  | { readonly kind: 'split'; readonly command: string; readonly args: string }
  | { readonly kind: 'argv'; readonly key: string }

export interface ClientNote {
  readonly text: string
  /** Said only for files of this scope. */
  readonly scope?: FileScope
  /** Said only when one of these files exists. */
  readonly whenExists?: (environment: Environment) => readonly string[]
}
