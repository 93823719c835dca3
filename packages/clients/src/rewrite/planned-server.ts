import type { ConfigPath } from '../formats/value/config-value.ts'
import { formatPath } from '../formats/value/format-path.ts'
import type { ServerStart } from '../servers/server-start.ts'
import type { FittingPolicy } from './choose-policies.ts'

/** What happens to one server. */
export type ServerAction =
  | 'wrap'
  | 'update'
  | 'already'
  | 'unwrap'
  | 'not-wrapped'
  | 'skip-filter'
  | 'skip-url'
  | 'skip-disabled'
  | 'skip-no-command'
  | 'refuse'

export interface PlannedServer {
  readonly name: string
  /** The keys that lead to its entry. */
  readonly path: ConfigPath
  readonly action: ServerAction
  /** One sentence: why. */
  readonly reason: string
  /** The policies it runs under afterwards; empty when Kvlar is not in front of it. */
  readonly policies: readonly string[]
  /** Flags of `kvlar proxy` that somebody added by hand and that are kept. */
  readonly keptFlags: readonly string[]
  /** The curated policy that fits what the server is started by, and whether it runs under it afterwards. */
  readonly curated?: FittingPolicy
  /** How the client would start it without Kvlar; absent where it stays as it is. */
  readonly start?: ServerStart
}

/** What people are told of which server it is: one without a name stands somewhere. */
export function shownName({ name, path }: Pick<PlannedServer, 'name' | 'path'>): string {
  return name === '' ? formatPath(path) : name
}
