import type { ConfigError } from '@kvlar/core'
import type { FittingPolicy } from './choose-policies.ts'
import type { Bundled } from './find-bundled.ts'
import type { FileScope } from './client.ts'
import type { ConfigPath } from './config-value.ts'
import type { ConfigFormat } from './formats.ts'
import type { ServerStart } from './server-start.ts'

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

export interface PlannedFile {
  /** Id and title of the client, and the titles of others that read the same file. */
  readonly client: string
  readonly title: string
  readonly alsoReadBy: readonly string[]
  readonly scope: FileScope
  readonly format: ConfigFormat
  /** Where it was found, and the file behind any symbolic links, which is the one that changes. */
  readonly path: string
  readonly target: string
  readonly servers: readonly PlannedServer[]
  readonly before: string
  readonly after: string
  readonly changed: boolean
  /** Unified diff with secrets masked; empty when nothing changes. */
  readonly diff: string
  /** What the user should know once it is done. */
  readonly notes: readonly string[]
  /** `restore`: the very bytes from before wrapping; `edit`: everything else stays as it is now. */
  readonly method: 'edit' | 'restore'
}

/** A file that cannot be planned for; it is left as it is. */
export interface PlanProblem {
  readonly client: string
  readonly path: string
  readonly error: ConfigError
}

export interface Plan {
  readonly kind: 'wrap' | 'unwrap'
  readonly files: readonly PlannedFile[]
  readonly problems: readonly PlanProblem[]
  /** Files of an administrator that were found and are changed only when named. */
  readonly managed: readonly string[]
  /** Servers of extensions, plug-ins and bundles, which `wrap` cannot reach; absent where there are none. */
  readonly bundled?: readonly Bundled[]
  /** Patterns of `only` and `skip` that no server matches: likely a typing error. */
  readonly unmatched: readonly string[]
}
