import type { Approvals } from '@kvlar/approvals'
import type { RecordedEvent } from '@kvlar/audit'
import type { Counters, Engine, Policy } from '@kvlar/core'
import type { Recorder } from '@kvlar/gate'
import type { Health } from './health/health.ts'
import type { Steps } from './standing/steps.ts'
import type { Guarding } from '@kvlar/sdk'
import type { JudgeAction } from '@kvlar/sdk/gate'
import type { People } from './approvals/people.ts'
import type { OwnKeys } from './keys/own-keys.ts'
import type { Permits } from './permits/permits.ts'
import type { ProtectedPaths } from './places/protected-paths.ts'

/**
 * One running Kvlar. Policies are in force from the start; keys, record, queue and page are opened by what needs them
 * first, so that a program that judges nothing leaves nothing behind.
 */
export interface RunningKvlar extends Guarding, AsyncDisposable {
  /** In force now, in the order in which they are asked. */
  readonly policies: readonly Policy[]
  /** What decides now. */
  readonly engine: Engine
  readonly counters: Counters
  /** Keeps what becomes of calls; rejecting denies. */
  readonly record: Recorder<RecordedEvent>
  /**
   * Judges an action of somebody else whole, as a gate does: floor, policies and all steps, on record before it is told.
   * @throws KvlarMisuse, InvalidArguments, the reason of the signal
   */
  readonly judge: JudgeAction
  /** Beside the policies, all that can stop a call, as every gate of this Kvlar has it. */
  readonly steps: Steps
  /** What no call may reach now, whatever the policies say. */
  readonly protects: ProtectedPaths
  /** Reads the policies again, and puts them in force if they can be; absent where they are not watched. Never rejects. */
  readonly reload: (() => Promise<void>) | undefined
  /** Hears whenever other policies have come into force. @returns ends that */
  readonly onReload: (heard: () => void) => () => void
  /** How it fares, for whoever answers probes; looking at it changes nothing. */
  readonly health: Health
  /** Says that a server has its name from configuration, so that monitors may show it; what only callers name is `_other`. */
  readonly nameServer: (server: string) => void
  /** Whoever is asked about calls that need approval; absent when nobody is. */
  readonly people: People | undefined
  /** What signs calls that may run; absent when nothing does. */
  readonly permits: Permits | undefined
  /** The queue in which calls wait for them, made on first use. @throws SettingsError where nobody is asked, ApprovalsError */
  approvals(): Promise<Approvals>
  /** The user's own keys, which sign the record; made on first use. @throws KeyError */
  keys(): Promise<OwnKeys>
  /** Says that it is about to end: what was recorded is signed at once, and who wants to know hears. A second time is none. */
  drain(): void
  /** Hears when it is about to end, `close` included; at once where that is so already. @returns ends that */
  readonly onDraining: (heard: () => void) => () => void
  /**
   * Ends it, in order: whoever waits is told that the call has not run; what runs may end, within a bound; the queue is
   * closed, and the record last, signed. Nothing runs afterwards. A second time is the same time.
   */
  close(): Promise<void>
}
