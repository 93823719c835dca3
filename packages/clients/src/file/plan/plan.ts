import type { ConfigError } from '@kvlar/core'
import type { ConfigFormat } from '../../formats/formats.ts'
import type { FileScope } from '../../known/client.ts'
import type { PlannedServer } from '../../rewrite/planned-server.ts'
import type { Bundled } from '../find/find-bundled.ts'

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
  /** It is not there yet. */
  readonly isNew?: boolean
  readonly servers: readonly PlannedServer[]
  /** Our hook in it, where this is about hooks. */
  readonly hook?: PlannedHook
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

export interface PlannedHook {
  /** `update`: it stands there in another form. */
  readonly action: 'add' | 'update' | 'already' | 'remove'
  /** Under which it judges afterwards. */
  readonly policies: readonly string[]
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
