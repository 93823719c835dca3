import type { Diagnostic, Principal } from '@kvlar/core'
import type { DriftOptions, ObserveOnly } from '@kvlar/gate'
import type { ConfiguredApprovals } from './approvals-config.ts'
import type { ConfiguredReviewer } from './reviewer-config.ts'

/** What commands that run are started with. Paths are as written: relative to the file they stand in. */
export interface ProxyConfig {
  readonly file: string
  /** Policies in the order in which they are asked. */
  readonly policyPaths: readonly string[]
  readonly transport: 'stdio'
  readonly upstreamCommand?: string
  readonly upstreamArgs: readonly string[]
  readonly auditEnabled: boolean
  readonly auditFile?: string
  readonly auditDurability?: 'os' | 'disk'
  readonly auditSigning?: 'batched' | 'every-entry'
  readonly hotReload: boolean
  /** Where probes are answered. */
  readonly healthAddr?: string
  /** Further host names by which monitors may ask there. */
  readonly healthHosts?: readonly string[]
  /** The Redis that counts limits. */
  readonly redisUrl?: string
  /** A file of invariants. */
  readonly invariants?: string
  /** False: nobody looks for drift, which is what is so when it is absent. */
  readonly drift?: DriftOptions | false
  /** False: nobody is asked. */
  readonly approvals?: ConfiguredApprovals | false
  readonly reviewer?: ConfiguredReviewer
  /** False: everything is enforced, which is what is so when it is absent. */
  readonly shadow?: ObserveOnly | false
  /** Whom permits are for. */
  readonly permits?: string
  readonly maxMessageMib?: number
  readonly drainMs?: number
  readonly home?: string
  readonly stateHome?: string
  readonly serverName?: string
  readonly agentId?: string
  readonly principal?: Principal
  /** Keys that have no effect yet. */
  readonly warnings: readonly Diagnostic[]
}
