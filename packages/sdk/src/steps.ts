import {
  createDrift,
  createInvariants,
  type DriftOptions,
  type Evaluator,
  type GateOptions,
  type Invariant,
  type ObserveOnly,
  type Revocations,
  type Sessions,
} from '@kvlar/gate'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import { unknownKey } from './unknown-key.ts'

/** What can stop a call beside the policy, or lets it go all the same; all of it may be absent. */
export interface StepOptions {
  /** What holds whatever the policy says, and no reload changes. `{ name, field, maxValue }` bounds an argument. */
  readonly invariants?: readonly (Invariant | MaxValue)[]
  /** How far a session may move from where and how it began. */
  readonly drift?: DriftOptions
  /** Steps of your own, asked behind all others. */
  readonly evaluators?: readonly Evaluator[]
  /** How long each of them may take; 5000 when absent. What is not answered by then is refused. */
  readonly evaluatorTimeoutMs?: number
  /** What is held of sessions; in the memory of this process when absent. */
  readonly sessions?: Sessions
  /** Who is turned away; in the memory of this process when absent. */
  readonly revocations?: Revocations
  /** Shadow mode: nothing is stopped but by floor, kill switch, revocations, record and invariants. */
  readonly observeOnly?: boolean | ObserveOnly
}

/** An argument that is a number of at most so much, where it is there. */
export interface MaxValue {
  readonly name: string
  readonly field: string
  readonly maxValue: number
}

/** The options, each with its place, for those who take more of their own. */
export const STEP_KEYS: Readonly<Record<keyof StepOptions, true>> = {
  invariants: true,
  drift: true,
  evaluators: true,
  evaluatorTimeoutMs: true,
  sessions: true,
  revocations: true,
  observeOnly: true,
}

/** The steps as a gate takes them; what is not given costs nothing. */
export type Steps = Pick<
  GateOptions,
  'invariants' | 'drift' | 'evaluators' | 'evaluatorTimeoutMs' | 'sessions' | 'standing' | 'observeOnly'
>

/** @throws KvlarMisuse `KVLAR_BAD_OPTION`; ConfigError for invariants and options of drift that are none */
export function stepsOf(options: StepOptions): Steps {
  const { drift, evaluators, evaluatorTimeoutMs, sessions, revocations } = options
  const invariants = readInvariants(options.invariants)
  const observeOnly = readObserveOnly(options.observeOnly)
  if (evaluators !== undefined && !Array.isArray(evaluators)) throw bad('`evaluators` is not a list')
  return {
    ...(invariants.length > 0 && { invariants: createInvariants(invariants) }),
    ...(drift !== undefined && { drift: createDrift(drift) }),
    ...(evaluators !== undefined && { evaluators }),
    ...(evaluatorTimeoutMs !== undefined && { evaluatorTimeoutMs }),
    ...(sessions !== undefined && { sessions }),
    ...(revocations !== undefined && { standing: revocations }),
    ...(observeOnly !== undefined && { observeOnly }),
  }
}

/** The options that are none of these: a gate must not take them as they were given. */
export function withoutSteps<Options extends StepOptions>(
  options: Options,
): Omit<Options, keyof StepOptions> {
  const rest = Object.entries(options).filter(([key]) => !Object.hasOwn(STEP_KEYS, key))
  // Filtering keys is beyond what the compiler follows.
  return Object.fromEntries(rest) as Omit<Options, keyof StepOptions>
}

/** Invariants as the gate has them. @throws KvlarMisuse `KVLAR_BAD_OPTION` */
export function readInvariants(given: StepOptions['invariants'] = []): readonly Invariant[] {
  if (!Array.isArray(given)) throw bad('`invariants` is not a list')
  return given.map((one: Invariant | MaxValue): Invariant => {
    if (typeof one !== 'object' || one === null) throw bad('one of the `invariants` is no invariant')
    if (!('maxValue' in one)) return one
    const { name, field, maxValue, ...rest } = one
    const [more] = Object.keys(rest)
    if (more !== undefined) throw bad(`invariant \`${name}\` has no \`${more}\``)
    return { name, kind: 'param_max', field, max: maxValue }
  })
}

const OBSERVE_KEYS: Readonly<Record<keyof ObserveOnly, true>> = { untilMs: true, liftsInvariants: true }

function readObserveOnly(given: boolean | ObserveOnly = false): ObserveOnly | undefined {
  if (typeof given === 'boolean') return given ? {} : undefined
  if (typeof given !== 'object' || given === null)
    throw bad('`observeOnly` is neither true nor false nor what shadow mode is to be')
  const strange = unknownKey(given, OBSERVE_KEYS)
  if (strange !== undefined) throw bad(`\`observeOnly\` has no \`${strange}\``)
  return given
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to start`)
}
