import { createMemoryCounters, type Counters, type Policy } from '@kvlar/core'
import type { Approvals, BrokerOptions } from '@kvlar/approvals'
import { quietly, type Floor } from '@kvlar/gate'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import { LIMITS } from './limits.ts'
import type { TokenSigner } from './permit-signer.ts'
import type { Recorder } from './ports.ts'
import { STEP_KEYS, stepsOf, withoutSteps, type StepOptions, type Steps } from './steps.ts'
import { unknownKey } from './unknown-key.ts'

/** What `createKvlar` is made of. */
export interface KvlarOptions extends StepOptions {
  /** In order; what `loadPolicy` of `@kvlar/core` gives. */
  readonly policies: readonly Policy[]
  /** The queue that reviewers decide from. Absent: a call that needs approval is denied. */
  readonly approvals?: Approvals
  /** Tells reviewers of a new request; its failure changes nothing for the caller. */
  readonly announce?: BrokerOptions['announce']
  /** Where a reviewer decides a request, for `ApprovalPending.url`. */
  readonly approvalUrl?: (approvalId: string) => string
  /** Keeps what happened. Absent: nothing is recorded. */
  readonly record?: Recorder
  /** Denies calls that reach for Kvlar's own files, whatever the policy says: `createFloor` of `@kvlar/gate` makes one. */
  readonly floor?: Floor
  /** Signs a permit for each call that may run; one that cannot be signed denies. `Kvlar.permit()` has it. */
  readonly tokenSigner?: TokenSigner
  /** Who verifies permits, where a function names no server; `kvlar` when absent. */
  readonly permitAudience?: string
  /** 30 when absent. */
  readonly permitLifetimeSeconds?: number
  /** Counts calls for limits in rules; in the memory of this process when absent. */
  readonly counters?: Counters
  /** Whose calls these are where no context says it; `sdk-agent` when absent. */
  readonly agentId?: string
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /**
   * Told what went wrong where the caller only learns that nothing ran, or no longer cares: the record, the queue. It
   * never changes what happens to a call.
   */
  readonly onFailure?: (error: unknown) => void
}

const KEYS: Readonly<Record<keyof KvlarOptions, true>> = {
  ...STEP_KEYS,
  policies: true,
  approvals: true,
  announce: true,
  approvalUrl: true,
  record: true,
  floor: true,
  tokenSigner: true,
  permitAudience: true,
  permitLifetimeSeconds: true,
  counters: true,
  agentId: true,
  now: true,
  onFailure: true,
}

type Defaulted = 'record' | 'counters' | 'agentId' | 'now' | 'onFailure'

/** The options with their defaults; what stands on the road beside the policy is made of them already. */
export type ReadKvlarOptions = Omit<KvlarOptions, keyof StepOptions> &
  Required<Pick<KvlarOptions, Defaulted>> &
  Steps

/**
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`; ConfigError for invariants and options of drift that are none
 */
export function readKvlarOptions(options: KvlarOptions): ReadKvlarOptions {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of \`createKvlar\``)
  const { policies, agentId = 'sdk-agent', floor } = options
  if (!Array.isArray(policies)) throw bad('`policies` is not a list of policies')
  if (typeof agentId !== 'string' || agentId === '' || agentId.length > LIMITS.nameCharsMax)
    throw bad('`agentId` is not a name')
  if (floor !== undefined && typeof floor !== 'function') throw bad('`floor` is not a floor')
  return {
    ...withoutSteps(options),
    ...stepsOf(options),
    agentId,
    record: options.record ?? (() => {}),
    counters: options.counters ?? createMemoryCounters(),
    now: options.now ?? Date.now,
    onFailure: quietly(options.onFailure),
  }
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to start`)
}
