import { EVALUATION_ERROR_RULE_ID, DEFAULT_DENY_RULE_ID, type Action } from '@kvlar/core'
import { after } from '../after.ts'
import type { Drift } from '../drift/create-drift.ts'
import { PROTECTED_PATH_CODE, PROTECTED_PATH_RULE_ID, type Floor } from '../floor.ts'
import { UNAVAILABLE, type GatheredState } from '../gather-state.ts'
import type { Invariants } from '../invariants/create-invariants.ts'
import { LIMITS } from '../limits.ts'
import type { ObserveOnly } from '../observe-only.ts'
import { turnedAway } from '../standing/turned-away.ts'
import type { Verdict } from '../verdict.ts'
import type { ActionContext } from './action-context.ts'
import { checkEvaluators, safeEvaluator, type Evaluator } from './evaluator.ts'
import type { Finding } from './finding.ts'

/** What is asked beside the policy; whatever is absent costs nothing. */
export interface PipelineOptions {
  readonly floor?: Floor
  readonly drift?: Drift
  readonly invariants?: Invariants
  /** Asked in order, behind everything else. */
  readonly evaluators?: readonly Evaluator[]
  /** How long each of them may take to answer; 5000 when absent. Who takes longer refuses the call. */
  readonly evaluatorTimeoutMs?: number
}

/** What is known when the policy has spoken. */
export interface Asked {
  readonly context: ActionContext
  readonly state: Pick<GatheredState, 'session' | 'revocation'>
  /** What the policy says, or that it could not be asked. */
  readonly policy: Verdict
}

/**
 * The order of everything that can stop a call: kill switch and revocations, the floor, the policy, drift, invariants, the
 * program's own evaluators. The first one that stops ends it; a need for approval is kept while the later ones are asked.
 */
export interface Pipeline {
  enforced(asked: Asked): Verdict | Promise<Verdict>
  /** What stops the call in shadow mode all the same. */
  blocking(asked: Asked, observeOnly: ObserveOnly): Verdict | undefined
}

/** @throws ConfigError for evaluators that cannot be asked */
export function createPipeline({
  floor,
  drift,
  invariants,
  evaluators = [],
  evaluatorTimeoutMs = LIMITS.evaluatorTimeoutMs,
}: PipelineOptions): Pipeline {
  checkEvaluators(evaluators, evaluatorTimeoutMs)
  const own = evaluators.map((evaluator) => ({
    name: evaluator.name,
    evaluate: safeEvaluator(evaluator, evaluatorTimeoutMs),
  }))

  const before = ({ context: { action }, state, policy }: Asked): Verdict | undefined =>
    standingVerdict(state) ?? (isStateKnown(policy) ? floorVerdict(floor, action) : undefined)

  const askOwn = (asked: Asked, from: number): Verdict | Promise<Verdict> => {
    const next = own[from]
    if (next === undefined) return asked.policy
    return after(next.evaluate(asked.context), (finding) =>
      finding === undefined ? askOwn(asked, from + 1) : verdictOf(next.name, finding),
    )
  }

  return {
    enforced: (asked) => {
      const { context, state, policy } = asked
      const stopped = before(asked) ?? (policy.outcome === 'deny' ? policy : undefined)
      if (stopped !== undefined) return stopped
      if (state.session === UNAVAILABLE) return NO_SESSION
      const drifted = drift?.(context)
      if (drifted !== undefined) return verdictOf('drift', drifted)
      const violated = invariants?.(context)
      if (violated !== undefined) return verdictOf('invariants', violated)
      return own.length === 0 ? policy : askOwn(asked, 0)
    },
    blocking: (asked, { liftsInvariants }) => {
      const { context, state } = asked
      // The floor is asked also where the policy could not be.
      const stopped = standingVerdict(state) ?? floorVerdict(floor, context.action)
      if (stopped !== undefined || liftsInvariants === true) return stopped
      const violated = invariants?.(context)
      return violated && verdictOf('invariants', violated)
    },
  }
}

/** Whether the policy could be asked at all. */
export function isStateKnown({ code }: Pick<Verdict, 'code'>): boolean {
  return code !== 'EVALUATION_STATE_UNAVAILABLE'
}

function verdictOf(evaluator: string, { kind, code, ruleId, reason, ...finding }: Finding): Verdict {
  return {
    outcome: 'deny',
    code,
    ruleId,
    reason,
    evaluator,
    ...(kind === 'invalidate' && 'target' in finding && { invalidates: finding.target }),
  }
}

function standingVerdict({ revocation }: Asked['state']): Verdict | undefined {
  if (revocation === undefined) return undefined
  return revocation === UNAVAILABLE ? NO_STANDING : verdictOf('standing', turnedAway(revocation))
}

function floorVerdict(floor: Floor | undefined, action: Action): Verdict | undefined {
  if (floor === undefined) return undefined
  try {
    const denial = floor(action)
    if (denial === undefined) return undefined
    const code = PROTECTED_PATH_CODE
    return {
      outcome: 'deny',
      code,
      ruleId: PROTECTED_PATH_RULE_ID,
      reason: denial.reason,
      evaluator: 'floor',
    }
  } catch {
    const reason = 'what Kvlar protects could not be looked at'
    return {
      outcome: 'deny',
      code: 'EVALUATION_ERROR',
      ruleId: EVALUATION_ERROR_RULE_ID,
      reason,
      evaluator: 'floor',
    }
  }
}

function unavailable(evaluator: string, reason: string): Verdict {
  const code = 'EVALUATION_STATE_UNAVAILABLE'
  return { outcome: 'deny', code, ruleId: DEFAULT_DENY_RULE_ID, reason, evaluator }
}

const NO_STANDING = unavailable('standing', 'who is turned away could not be looked up')
const NO_SESSION = unavailable('sessions', 'the session of the call could not be looked up')
