import type { Principal } from '@kvlar/core'
import type { DriftOptions, Evaluator, ObserveOnly } from '@kvlar/gate'
import type { StepOptions } from '@kvlar/sdk'
import type { ApprovalSettings } from '../approvals/asking.ts'
import type { LimitsSettings } from '../limits/limits-settings.ts'
import type { SessionsSettings } from '../standing/sessions-place.ts'
import type { RedisSettings } from '../stores/redis-settings.ts'
import type { Tell } from '../notice.ts'
import type { PermitSettings } from '../permits/permit-settings.ts'
import type { RecordSettings } from '../record/record-place.ts'

/** What `openKvlar` is told; all of it may be absent. */
export interface KvlarSettings {
  /**
   * Files, or names of built-in policies, in the order in which they are asked. The user's own when absent, which
   * `kvlar init` writes.
   */
  readonly policies?: readonly string[]
  /** Puts changed policies in force while calls go on; what does not load changes nothing. Off when absent. */
  readonly watch?: boolean
  /** Where and how decisions are recorded; `false` for nowhere. In the user's own record when absent. */
  readonly record?: RecordSettings | false
  /** Who is asked about calls that need approval; `false` for nobody, and then they are denied. */
  readonly approvals?: ApprovalSettings | false
  /**
   * Where it is kept what calls leave behind for limits, budgets and prerequisites in rules: a file, or `memory` for this
   * process alone. When absent in `redis`, or else in the user's own file, which every other process of the user shares.
   */
  readonly limits?: LimitsSettings | 'memory'
  /**
   * Where it is kept what is held of sessions, if invariants or drift ask for it: a file, or `memory` for this process
   * alone. When absent in `redis`, or else in the user's own file, which every other process of the user shares.
   */
  readonly sessions?: SessionsSettings | 'memory'
  /**
   * The Redis that machines share: its URL, or how it is reached. Limits, sessions and who is turned away are in it. While
   * it does not answer, calls are denied.
   */
  readonly redis?: string | RedisSettings
  /** Signs a permit for each call that may run, with the user's own key; none is signed when absent. */
  readonly permits?: PermitSettings
  /** Whose calls guarded functions make where no context says it; `sdk-agent` when absent. */
  readonly agentId?: string
  /** On whose authority they are made then; the agent's own, without roles, when absent. */
  readonly principal?: Principal
  /** Further files and folders that no call may reach: configurations of clients, a file that names approvers. */
  readonly protect?: readonly string[]
  /** What holds whatever the policies say, in code or in a file that is read once; no reload changes it. */
  readonly invariants?: string | NonNullable<StepOptions['invariants']>
  /** Ends sessions that move from where and how they began; nobody looks for that when absent. */
  readonly drift?: DriftOptions
  /** Steps of the program, asked behind all others; they stop what the policies let go, and never the other way round. */
  readonly evaluators?: readonly Evaluator[]
  /** How long each of them may take; 5000 when absent. What is not answered by then is refused. */
  readonly evaluatorTimeoutMs?: number
  /**
   * Shadow mode: what would be stopped is let go, and recorded. Only what opens Kvlar says so: never the environment, a
   * policy or a reload.
   */
  readonly observeOnly?: ObserveOnly
  /** Told what whoever runs this should know; `process.emitWarning` when absent. */
  readonly tell?: Tell
}
