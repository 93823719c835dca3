import { EVALUATION_ERROR_RULE_ID, type Action, type CallEnd } from '@kvlar/core'
import { after } from './after.ts'
import { evaluationId, type Call, type Held, type Ruling, type Settled } from './call.ts'
import { decidedEvent } from './decided-event.ts'
import { createDecideAction, type Decided, type DecideOptions, type Subject } from './decide-action.ts'
import { createInvalidations, type Publish } from './invalidations.ts'
import { createMarks } from './marks.ts'
import { checkObserveOnly } from './observe-only.ts'
import { signPermits, type SignPermit } from './permits.ts'
import type { Ask, DecidedEvent, Recorder } from './ports.ts'
import { quietly, safeRecord } from './safe-record.ts'
import type { Environment } from './sessions/environment.ts'
import { createMemorySessions } from './sessions/memory-sessions.ts'
import { createSettleAction, type SettledAction } from './settle-action.ts'
import { createMemoryRevocations } from './standing/memory-revocations.ts'
import type { Surface } from './surface.ts'
import { denied, type Verdict } from './verdict.ts'
import type { WhenSuperseded } from './verdict-after.ts'

export interface GateOptions<S extends Surface = Surface> extends DecideOptions {
  readonly record: Recorder<DecidedEvent<S>>
  /** Absent: there is nobody to ask. */
  readonly ask?: Ask<S>
  /** What a call gets that needs approval while there is nobody to ask: a denial by default, or the policy's own words. */
  readonly whenUnasked?: 'deny' | 'policy_answer'
  /** What a caller gets whose question is void: by default a refusal that tells it to make the call again. */
  readonly whenSuperseded?: WhenSuperseded
  /** Signs what may run; a call whose permit cannot be signed does not run. */
  readonly sign?: SignPermit<S>
  /** Tells others who was turned away, so that they turn them away too. */
  readonly publish?: Publish
  /** Told of what fails where a call only learns that it has not run. */
  readonly onFailure?: (error: unknown) => void
  /** Hears of each judged call, once, what was said of its actions first: before people, and whatever comes of it. */
  readonly onJudged?: (judged: readonly Decided[]) => void
}

/**
 * The road of every call: kill switch and revocations, floor, policy, drift, invariants, evaluators; record; ask where the
 * policy says so; all of it again; record; permit. It runs nothing itself.
 */
export interface Gate<S extends Surface = Surface> {
  /** Never throws and never rejects. With state at hand and a synchronous record, no promise is made. */
  judge(call: Call<S>): Ruling<S> | Promise<Ruling<S>>
  /**
   * Hears how a call ended that was let go: rules about earlier calls go by it. `not_run` only where nothing of it can
   * have happened.
   */
  ended(call: Pick<Call, 'sessionId' | 'callId'>, end: CallEnd): void
}

/**
 * A gate serves any number of sessions.
 *
 * @throws ConfigError for evaluators that cannot be told apart or asked, and for a shadow mode whose end is none
 */
export function createGate<S extends Surface = Surface>(given: GateOptions<S>): Gate<S> {
  const options = withStores(given)
  const { ask, sign, whenUnasked = 'deny', whenSuperseded = 'call_again', standing, publish } = options
  const { observeOnly, now = Date.now } = options
  if (observeOnly !== undefined) checkObserveOnly(observeOnly, now())
  const onFailure = quietly(options.onFailure)
  const onJudged = options.onJudged && quietly(options.onJudged)
  const decide = createDecideAction(options)
  const remember =
    standing && createInvalidations({ standing, onFailure, ...(publish !== undefined && { publish }) })
  const record = safeRecord(options.record, onFailure)
  const marks = createMarks({ counters: options.counters, now, onFailure })
  const settleAction = ask && createSettleAction({ decide, ask, whenSuperseded, onFailure })

  /** INVARIANT: nothing runs before this has come back with what it was given. */
  const recorded = (call: Call<S>, decided: Decided, approvalId?: string): Decided | Promise<Decided> =>
    after(record(decidedEvent(call, decided, approvalId)), (isWritten) => {
      const { outcome, invalidates } = decided.effective
      if (invalidates !== undefined && remember !== undefined) return after(remember(decided), () => decided)
      return isWritten || outcome === 'deny' ? decided : denied(decided, UNRECORDED)
    })

  /** Every queue has a bound, and nobody waits for people who are not there. */
  const beforeAsking = (call: Call<S>, decided: Decided): Decided => {
    if (decided.effective.outcome !== 'require_approval') return decided
    if (ask === undefined) return whenUnasked === 'policy_answer' ? decided : denied(decided, NOBODY_TO_ASK)
    return call.mayWait === false ? denied(decided, TOO_MANY_WAIT) : decided
  }

  const judgeFrom = (call: Call<S>, done: readonly Decided[]): Ruling<S> | Promise<Ruling<S>> => {
    const action = call.actions[done.length]
    if (action === undefined) return rule(call, done)
    const decided = after(decide(subject(call, done.length, action)), (one) =>
      after(marks.leave(beforeAsking(call, one)), (left) => recorded(call, left)),
    )
    return after(decided, (one) => judgeFrom(call, [...done, one]))
  }

  const rule = (call: Call<S>, decided: readonly Decided[]): Ruling<S> | Promise<Ruling<S>> => {
    onJudged?.(decided)
    const stopped = decided.find(({ effective }) => effective.outcome === 'deny')
    if (stopped !== undefined) {
      marks.takeBack(decided)
      return { kind: 'refuse', verdict: stopped.effective }
    }
    const waiting = decided.filter(({ effective }) => effective.outcome === 'require_approval')
    const [first] = waiting
    if (first === undefined) return passed(call, decided)
    // What waits is counted when it is let go.
    marks.takeBack(settleAction === undefined ? decided : waiting)
    if (settleAction === undefined) return { kind: 'refuse', verdict: first.effective }
    const settle = async (held: Held<S>): Promise<Settled<S>> => {
      const settleOne = async (asked: Decided): Promise<SettledAction<S>> => {
        const { answer, decided: latest } = await settleAction(call, asked, held)
        const left = await marks.leave(latest)
        return { answer, decided: await recorded(call, left, answer?.approvalId) }
      }
      const actions = await Promise.all(waiting.map(settleOne))
      const latest = decided.map(
        (one) => actions.find(({ decided: { action } }) => action === one.action)?.decided ?? one,
      )
      const refused = refusal(actions)
      if (refused === undefined) return passed(call, latest, approvalIdOf(actions))
      marks.takeBack(decided)
      return refused
    }
    const failed = (error: unknown): Settled<S> => {
      marks.takeBack(decided)
      return unjudged(error)
    }
    return { kind: 'hold', settle: async (held) => settle(held).catch(failed) }
  }

  /** INVARIANT: a permit is signed for what stands in the record as let go, and never for what shadow mode lets go. */
  const passed = (
    call: Call<S>,
    decided: readonly Decided[],
    approvalId?: string,
  ): Settled<S> | Promise<Settled<S>> => {
    const under = approvalId === undefined ? {} : { approvalId }
    const wouldBe = observeOnly && decided.find((one) => one.wouldBe !== undefined)?.wouldBe
    if (wouldBe !== undefined || sign === undefined) {
      marks.open(call, decided)
      return { kind: 'pass', ...under, ...(wouldBe !== undefined && { wouldBe }) }
    }
    return signPermits<S>(decided, evaluationId(call), { sign, now, onFailure }).then(async (signed) => {
      if (signed.ok) {
        marks.open(call, decided)
        return { kind: 'pass', ...under, permits: signed.permits }
      }
      marks.takeBack(decided)
      const { effective } = await recorded(call, signed.stopped, approvalId)
      return { kind: 'refuse', verdict: effective, ...under }
    })
  }

  const unjudged = (error: unknown): Settled<S> => {
    onFailure(error)
    return { kind: 'refuse', verdict: UNJUDGED }
  }

  return {
    judge: (call) => {
      try {
        const ruling = judgeFrom(call, [])
        return ruling instanceof Promise ? ruling.catch(unjudged) : ruling
      } catch (error) {
        return unjudged(error)
      }
    },
    ended: (call, end) => marks.ended(call, end),
  }
}

const UNJUDGED: Verdict = {
  outcome: 'deny',
  code: 'EVALUATION_ERROR',
  ruleId: EVALUATION_ERROR_RULE_ID,
  reason: 'the call could not be judged',
  evaluator: 'gate',
}

const UNRECORDED = {
  code: 'KVLAR_RECORD_FAILED',
  reason: 'the decision could not be recorded',
  evaluator: 'record',
} as const

const NOBODY_TO_ASK = {
  code: 'APPROVAL_UNAVAILABLE',
  reason: 'there is nobody to ask',
  evaluator: 'approvals',
} as const

const TOO_MANY_WAIT = {
  code: 'KVLAR_OVERLOADED',
  reason: 'too many calls wait for approval already',
  evaluator: 'approvals',
} as const

const NOWHERE: Environment = {}

function subject<S extends Surface>(call: Call<S>, index: number, action: Action): Subject {
  const { sessionId, isInSession = true, sessionStartedAtMs, environment = NOWHERE, origin = NOWHERE } = call
  const { redact = [], isAhead = false } = call
  const decisionId = `${evaluationId(call)}:${index}`
  return {
    action,
    sessionId,
    isInSession,
    isAhead,
    decisionId,
    sessionStartedAtMs,
    environment,
    origin,
    redact,
  }
}

/** What is looked for in sessions, or turns somebody away, needs somebody who remembers. */
function withStores<S extends Surface>(options: GateOptions<S>): GateOptions<S> {
  const { drift, invariants, evaluators, sessions, standing } = options
  const looks = drift !== undefined || invariants !== undefined || evaluators !== undefined
  return {
    ...options,
    ...(looks && {
      sessions: sessions ?? createMemorySessions(),
      standing: standing ?? createMemoryRevocations(),
    }),
  }
}

/** What stops a call, of which some actions needed approval: one that may not run. */
function refusal<S extends Surface>(actions: readonly SettledAction<S>[]): Settled<S> | undefined {
  const stopped = actions.find(({ decided }) => decided.effective.outcome !== 'allow')
  if (stopped === undefined) return undefined
  const used = approvalIdOf(actions)
  const { answer, decided } = stopped
  return {
    kind: 'refuse',
    verdict: decided.effective,
    ...(used !== undefined && { approvalId: used }),
    ...(answer !== undefined && { answer }),
  }
}

/** An approval that was used up for the call. */
function approvalIdOf<S extends Surface>(actions: readonly SettledAction<S>[]): string | undefined {
  return actions.find(({ answer }) => answer?.kind === 'approved')?.answer?.approvalId
}
