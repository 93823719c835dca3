import type { Principal } from '@kvlar/core'
import type { PoliciesInForce } from '../policies/policies-in-force.ts'
import type { Authenticate } from '@kvlar/approvals/approvers'
import type { RunningKvlar } from '../running-kvlar.ts'
import type { Handles } from './handles.ts'

/** What is served to one caller. */
export interface Serving {
  /** What judges, records and asks; opened by the first call that needs it. */
  readonly kvlar: () => Promise<RunningKvlar>
  /** What a dry decision is asked of. */
  readonly policySets: PolicySets
  /** Whether the caller is on this machine, as the user whose Kvlar this is: it may name files then. */
  readonly isLocal: boolean
  /**
   * Lets the caller make calls on behalf of somebody.
   * @throws ServeError `SERVE_NOT_ALLOWED`
   */
  readonly actAs: (who: Subject | undefined) => void
  /** Who may decide, by a token of their own; undefined for anybody else. */
  readonly authenticate: Authenticate
  /** What this caller has under way. */
  readonly handles: Handles
}

/** On whose behalf a caller says that a call is made; undefined for the program's own. */
export type Subject = Pick<Principal, 'id'> & Partial<Pick<Principal, 'kind' | 'roles'>>

/** Policies by the names that a caller may give. */
export interface PolicySets {
  /**
   * @param names those in force here for none
   * @throws SettingsError, PolicyError, ServeError `SERVE_NOT_ALLOWED`
   */
  named(names: readonly string[]): PoliciesInForce
}
