import { createMemoryCounters, type Counters } from '@kvlar/core'
import type { Approvals, BrokerOptions } from '@kvlar/approvals'
import {
  createMemoryRevocations,
  createMemorySessions,
  quietly,
  type DriftOptions,
  type Evaluator,
  type Floor,
  type Invariant,
  type ObserveOnly,
  type Revocations,
  type Sessions,
} from '@kvlar/gate'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import type { TokenSigner } from '../permit-signer.ts'
import type { Recorder } from '../ports.ts'
import { unknownKey } from '../unknown-key.ts'
import type { Broadcaster } from './broadcaster.ts'

/** What a gate is made of beside its policy; all of it may be absent. */
export interface GateOptions {
  /** What holds whatever the policy says, and no reload changes. `{ name, field, maxValue }` bounds an argument. */
  readonly invariants?: readonly (Invariant | MaxValue)[]
  /** Shadow mode: nothing is stopped but by floor, kill switch, revocations, record and invariants. */
  readonly observeOnly?: boolean | ObserveOnly
  /** Actions of one session, at most; an action in no session is refused. */
  readonly maxSessionActions?: number
  /** Whether sessions that move from where and how they began are ended; true when absent. */
  readonly enableDrift?: boolean
  /** How far a session may be from where it began; with it, another country within that is none. */
  readonly geoDriftMaxKm?: number
  /** Everything else about drift. */
  readonly drift?: DriftOptions
  /** Steps of your own, asked behind all others. */
  readonly evaluators?: readonly Evaluator[]
  /** How long each of them may take; 5000 when absent. What is not answered by then is refused. */
  readonly evaluatorTimeoutMs?: number
  /** Signs each permit; one that cannot be signed is a refusal. */
  readonly tokenSigner?: TokenSigner
  /** Who verifies permits, where an action names no server; `kvlar` when absent. */
  readonly permitAudience?: string
  /** 30 when absent. */
  readonly permitLifetimeSeconds?: number
  /** Counts for limits in rules; in the memory of this process when absent. */
  readonly rateStore?: Counters
  /** What is held of sessions; in the memory of this process when absent. */
  readonly sessions?: Sessions
  /** Who is turned away; in the memory of this process when absent. */
  readonly revocations?: Revocations
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

/** An argument that is a number of at most so much, where it is there. */
export interface MaxValue {
  readonly name: string
  readonly field: string
  readonly maxValue: number
}

const KEYS: Readonly<Record<keyof GateOptions, true>> = {
  invariants: true,
  observeOnly: true,
  maxSessionActions: true,
  enableDrift: true,
  geoDriftMaxKm: true,
  drift: true,
  evaluators: true,
  evaluatorTimeoutMs: true,
  tokenSigner: true,
  permitAudience: true,
  permitLifetimeSeconds: true,
  rateStore: true,
  sessions: true,
  revocations: true,
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

type Defaulted =
  'sessions' | 'revocations' | 'rateStore' | 'permitAudience' | 'holdMs' | 'record' | 'now' | 'onFailure'

export type ReadGateOptions = Omit<GateOptions, 'invariants' | 'observeOnly' | 'drift'> &
  Required<Pick<GateOptions, Defaulted>> & {
    readonly invariants: readonly Invariant[]
    readonly observeOnly: ObserveOnly | undefined
    /** Undefined: none is looked for. */
    readonly drift: DriftOptions | undefined
  }

/** The options with their defaults. @throws KvlarMisuse `KVLAR_BAD_OPTION` */
export function readGateOptions(options: GateOptions): ReadGateOptions {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of a gate`)
  const { enableDrift = true, geoDriftMaxKm, maxSessionActions, observeOnly = false, holdMs = 0 } = options
  if (typeof enableDrift !== 'boolean') throw bad('`enableDrift` is neither true nor false')
  if (typeof observeOnly !== 'boolean' && (typeof observeOnly !== 'object' || observeOnly === null))
    throw bad('`observeOnly` is neither true nor false nor what shadow mode is to be')
  const strange = typeof observeOnly === 'object' && unknownKey(observeOnly, OBSERVE_KEYS)
  if (strange !== false && strange !== undefined) throw bad(`\`observeOnly\` has no \`${strange}\``)
  number(geoDriftMaxKm, 'geoDriftMaxKm')
  number(maxSessionActions, 'maxSessionActions')
  number(holdMs, 'holdMs')
  if (!enableDrift && (options.drift !== undefined || geoDriftMaxKm !== undefined))
    throw bad('`enableDrift` is false, and another option says how drift is to be looked for')
  const geo = geoDriftMaxKm !== undefined && { geo: { maxKm: geoDriftMaxKm } }
  return {
    ...options,
    invariants: invariantsOf(options),
    observeOnly: observeOnly === true ? {} : observeOnly === false ? undefined : observeOnly,
    drift: enableDrift ? { ...geo, ...options.drift } : undefined,
    sessions: options.sessions ?? createMemorySessions(),
    revocations: options.revocations ?? createMemoryRevocations(),
    rateStore: options.rateStore ?? createMemoryCounters(),
    permitAudience: options.permitAudience ?? 'kvlar',
    holdMs,
    record: options.record ?? (() => {}),
    now: options.now ?? Date.now,
    onFailure: quietly(options.onFailure),
  }
}

const OBSERVE_KEYS: Readonly<Record<keyof ObserveOnly, true>> = { untilMs: true, liftsInvariants: true }

function invariantsOf({ invariants = [], maxSessionActions }: GateOptions): readonly Invariant[] {
  if (!Array.isArray(invariants)) throw bad('`invariants` is not a list')
  const all = invariants.map((one: Invariant | MaxValue): Invariant => {
    if (!('maxValue' in one)) return one
    const { name, field, maxValue, ...rest } = one
    const [more] = Object.keys(rest)
    if (more !== undefined) throw bad(`invariant \`${name}\` has no \`${more}\``)
    return { name, kind: 'param_max', field, max: maxValue }
  })
  if (maxSessionActions === undefined) return all
  return [...all, { name: 'max_session_actions', kind: 'max_actions_per_session', max: maxSessionActions }]
}

function number(value: unknown, name: string): void {
  if (value !== undefined && (typeof value !== 'number' || !(value >= 0)))
    throw bad(`\`${name}\` is not a number from 0 on`)
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to start`)
}
