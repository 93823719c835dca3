import type { JsonObject } from '@kvlar/core/json'
import type { Environment } from '../../places/environment.ts'

/** Where a client is told of its hooks. */
export interface HookSettings {
  /** The file of the user, and the folder by which it is told that the client is used here. */
  readonly file: (environment: Environment) => string
  readonly folder: (environment: Environment) => string
  /** Lists below `hooks` in which ours stands: one is enough for every tool, or each is for some. */
  readonly events: readonly string[]
  /** What else the file must hold. */
  readonly besides: JsonObject
  /** Our entry of such a list. */
  readonly entry: (command: string, environment: Environment) => JsonObject
  /** What becomes of a tool whose hook hangs until the client gives it up. */
  readonly whenHanging: 'denied' | 'runs' | 'unknown'
  /** What the user should know once it stands there. */
  readonly notes: readonly string[]
}

/** How long clients are to wait for the hook: longer than it takes to decide or to give up. */
export const HOOK_SECONDS = 30
