import { createMemoryCounters, type Counters } from '@kvlar/core'
import type { Approvals, BrokerOptions } from '@kvlar/approvals'
import {
  createMemoryRevocations,
  createMemorySessions,
  quietly,
  type Broadcaster,
  type Floor,
  type Invariant,
} from '@kvlar/gate'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import type { TokenSigner } from '../permit-signer.ts'
import type { Recorder } from '../ports.ts'
import { readInvariants, STEP_KEYS, stepsOf, withoutSteps, type StepOptions, type Steps } from '../steps.ts'
import { unknownKey } from '../unknown-key.ts'

/** What a gate is made of beside its policy; all of it may be absent. */
export interface GateOptions extends StepOptions {
  /** Actions of one session, at most; an action in no session is refused. */
  readonly maxSessionActions?: number
  /** Whether sessions that move from where and how they began are ended; true when absent. */
  readonly enableDrift?: boolean
  /** How far a session may be from where it began; with it, another country within that is none. */
  readonly geoDriftMaxKm?: number
  /** Signs each permit; one that cannot be signed is a refusal. */
  readonly tokenSigner?: TokenSigner
  /** Who verifies permits, where an action names no server; `kvlar` when absent. */
  readonly permitAudience?: string
  /** 30 when absent. */
  readonly permitLifetimeSeconds?: number
  /** Counts for limits in rules; in the memory of this process when absent. */
  readonly rateStore?: Counters
  /** Tells other gates whom this one turned away, and this one of theirs. */
  readonly broadcaster?: Broadcaster
  /** Denies what reaches for Kvlar's own files, whatever the policy says. */
  readonly floor?: Floor
  /** The queue that reviewers decide from. Absent: what needs approval is refused. */
  readonly approvals?: Approvals
  readonly announce?: BrokerOptions['announce']
  readonly approvalUrl?: (approvalId: string) => string
  /** How long `evaluate` waits for a reviewer before it says that approval is required; 0 when absent. */
  readonly holdMs?: number
  /** Keeps every decision before it is told. Absent: nothing is recorded. */
  readonly record?: Recorder
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /** Told what went wrong where a caller only learns that it is refused. */
  readonly onFailure?: (error: unknown) => void
}

const KEYS: Readonly<Record<keyof GateOptions, true>> = {
  ...STEP_KEYS,
  maxSessionActions: true,
  enableDrift: true,
  geoDriftMaxKm: true,
  tokenSigner: true,
  permitAudience: true,
  permitLifetimeSeconds: true,
  rateStore: true,
  broadcaster: true,
  floor: true,
  approvals: true,
  announce: true,
  approvalUrl: true,
  holdMs: true,
  record: true,
  now: true,
  onFailure: true,
}

type Defaulted = 'revocations' | 'rateStore' | 'permitAudience' | 'holdMs' | 'record' | 'now' | 'onFailure'

/** The options with their defaults; what stands on the road beside the policy is made of them already. */
export type ReadGateOptions = Omit<GateOptions, keyof StepOptions> &
  Required<Pick<GateOptions, Defaulted>> & { readonly steps: Steps }

/**
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`; ConfigError for invariants and options of drift that are none
 */
export function readGateOptions(options: GateOptions): ReadGateOptions {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of a gate`)
  const { invariants, drift, sessions, revocations = createMemoryRevocations() } = options
  const rest = withoutSteps(options)
  const { enableDrift = true, geoDriftMaxKm, maxSessionActions, holdMs = 0 } = rest
  if (typeof enableDrift !== 'boolean') throw bad('`enableDrift` is neither true nor false')
  number(geoDriftMaxKm, 'geoDriftMaxKm')
  number(maxSessionActions, 'maxSessionActions')
  if (!Number.isSafeInteger(maxSessionActions ?? 0)) throw bad('`maxSessionActions` is not a whole number')
  number(holdMs, 'holdMs')
  checkSigning(options)
  if (!enableDrift && (drift !== undefined || geoDriftMaxKm !== undefined))
    throw bad('`enableDrift` is false, and another option says how drift is to be looked for')
  const geo = geoDriftMaxKm !== undefined && { geo: { maxKm: geoDriftMaxKm } }
  return {
    ...rest,
    steps: stepsOf({
      ...options,
      invariants: [...readInvariants(invariants), ...sessionInvariants(maxSessionActions)],
      ...(enableDrift && { drift: { ...geo, ...drift } }),
      sessions: sessions ?? createMemorySessions(),
      revocations,
    }),
    revocations,
    rateStore: rest.rateStore ?? createMemoryCounters(),
    permitAudience: rest.permitAudience ?? 'kvlar',
    holdMs,
    record: rest.record ?? (() => {}),
    now: rest.now ?? Date.now,
    onFailure: quietly(rest.onFailure),
  }
}

/** What no permit can be signed with would refuse every call, each by itself. */
function checkSigning({ tokenSigner, permitAudience, permitLifetimeSeconds: seconds }: GateOptions): void {
  if (tokenSigner !== undefined && typeof Object(tokenSigner).issue !== 'function')
    throw bad('`tokenSigner` has no function `issue`')
  if (permitAudience !== undefined && (typeof permitAudience !== 'string' || permitAudience === ''))
    throw bad('`permitAudience` is not a name')
  if (seconds !== undefined && !(Number.isSafeInteger(seconds) && seconds > 0))
    throw bad('`permitLifetimeSeconds` is not a whole number from 1 on')
}

function sessionInvariants(max: number | undefined): readonly Invariant[] {
  return max === undefined ? [] : [{ name: 'max_session_actions', kind: 'max_actions_per_session', max }]
}

function number(value: unknown, name: string): void {
  if (value !== undefined && (typeof value !== 'number' || !(value >= 0)))
    throw bad(`\`${name}\` is not a number from 0 on`)
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to start`)
}
