import { EVALUATION_ERROR_RULE_ID, type Action } from '@kvlar/core'
import { after } from './after.ts'
import type { Call, Held, Ruling, Settled } from './call.ts'
import { createDecideAction, type Decided, type DecideOptions } from './decide-action.ts'
import type { Ask, DecidedEvent, Recorder } from './ports.ts'
import { quietly, safeRecord } from './safe-record.ts'
import { createSettleAction, type SettledAction } from './settle-action.ts'
import type { Surface } from './surface.ts'
import type { Verdict, VerdictCode } from './verdict.ts'
import type { WhenSuperseded } from './verdict-after.ts'

export interface GateOptions<S extends Surface = Surface> extends DecideOptions {
  readonly record: Recorder<DecidedEvent<S>>
  /** Absent: there is nobody to ask. */
  readonly ask?: Ask<S>
  /** What a call gets that needs approval while there is nobody to ask: a denial by default, or the policy's own words. */
  readonly whenUnasked?: 'deny' | 'policy_answer'
  /** What a caller gets whose question is void: by default a refusal that tells it to make the call again. */
  readonly whenSuperseded?: WhenSuperseded
  /** Told of what fails where a call only learns that it has not run. */
  readonly onFailure?: (error: unknown) => void
}

/** The road of every call: decide, record, ask where the policy says so, decide again. It runs nothing itself. */
export interface Gate<S extends Surface = Surface> {
  /** Never throws and never rejects. With state at hand and a synchronous record, no promise is made. */
  judge(call: Call<S>): Ruling<S> | Promise<Ruling<S>>
}

/** A gate serves any number of sessions. */
export function createGate<S extends Surface = Surface>(options: GateOptions<S>): Gate<S> {
  const { ask, whenUnasked = 'deny', whenSuperseded = 'call_again' } = options
  const onFailure = quietly(options.onFailure)
  const decide = createDecideAction(options)
  const record = safeRecord(options.record, onFailure)
  const settleAction = ask && createSettleAction({ decide, ask, whenSuperseded, onFailure })

  /** INVARIANT: nothing runs before this has come back with what it was given. */
  const recorded = (call: Call<S>, decided: Decided, approvalId?: string): Decided | Promise<Decided> =>
    after(record(decidedEvent(call, decided, approvalId)), (isWritten) =>
      isWritten || decided.effective.outcome === 'deny'
        ? decided
        : denied(decided, 'KVLAR_RECORD_FAILED', 'the decision could not be recorded'),
    )

  /** Every queue has a bound, and nobody waits for people who are not there. */
  const beforeAsking = (call: Call<S>, decided: Decided): Decided => {
    if (decided.effective.outcome !== 'require_approval') return decided
    if (ask === undefined)
      return whenUnasked === 'policy_answer'
        ? decided
        : denied(decided, 'APPROVAL_UNAVAILABLE', 'there is nobody to ask')
    return call.mayWait === false
      ? denied(decided, 'KVLAR_OVERLOADED', 'too many calls wait for approval already')
      : decided
  }

  const judgeFrom = (call: Call<S>, done: readonly Decided[]): Ruling<S> | Promise<Ruling<S>> => {
    const action = call.actions[done.length]
    if (action === undefined) return rule(call, done)
    const decided = after(decide(subject(call, done.length, action)), (one) =>
      recorded(call, beforeAsking(call, one)),
    )
    return after(decided, (one) => judgeFrom(call, [...done, one]))
  }

  const rule = (call: Call<S>, decided: readonly Decided[]): Ruling<S> => {
    const stopped = decided.find(({ effective }) => effective.outcome === 'deny')
    if (stopped !== undefined) return { kind: 'refuse', verdict: stopped.effective }
    const waiting = decided.filter(({ effective }) => effective.outcome === 'require_approval')
    const [first] = waiting
    if (first === undefined) return { kind: 'pass' }
    if (settleAction === undefined) return { kind: 'refuse', verdict: first.effective }
    const settle = async (held: Held<S>): Promise<Settled<S>> => {
      const settleOne = async (asked: Decided): Promise<SettledAction<S>> => {
        const { answer, decided: latest } = await settleAction(call, asked, held)
        return { answer, decided: await recorded(call, latest, answer?.approvalId) }
      }
      return settled(await Promise.all(waiting.map(settleOne)))
    }
    return { kind: 'hold', settle: async (held) => settle(held).catch(unjudged) }
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
  }
}

const UNJUDGED: Verdict = {
  outcome: 'deny',
  code: 'EVALUATION_ERROR',
  ruleId: EVALUATION_ERROR_RULE_ID,
  reason: 'the call could not be judged',
}

function subject<S extends Surface>(
  { sessionId, callId, sessionStartedAtMs, redact = [] }: Call<S>,
  index: number,
  action: Action,
) {
  return { action, decisionId: `${sessionId}:${callId}:${index}`, sessionStartedAtMs, redact }
}

function decidedEvent<S extends Surface>(
  { context, sessionId, callId, definitions }: Call<S>,
  { action, redactFields, decision, effective, policyDigest, facts, decideUs }: Decided,
  approvalId: string | undefined,
): DecidedEvent<S> {
  const toolDefinition = action.type === 'tool_call' ? definitions?.get(action.resource) : undefined
  return {
    ...context,
    kind: 'decided',
    sessionId,
    callId,
    atMs: facts.nowMs,
    action,
    redactFields,
    decision,
    effective,
    policyDigest,
    facts,
    decideUs,
    ...(toolDefinition !== undefined && { toolDefinition }),
    ...(approvalId !== undefined && { approvalId }),
  }
}

/** What came of asking about all actions of a call that needed it: one that may not run stops the call. */
function settled<S extends Surface>(actions: readonly SettledAction<S>[]): Settled<S> {
  const stopped = actions.find(({ decided }) => decided.effective.outcome !== 'allow')
  const used = actions.find(({ answer }) => answer?.kind === 'approved')?.answer?.approvalId
  const approvalId = used === undefined ? {} : { approvalId: used }
  if (stopped === undefined) return { kind: 'pass', ...approvalId }
  const { answer, decided } = stopped
  return {
    kind: 'refuse',
    verdict: decided.effective,
    ...approvalId,
    ...(answer !== undefined && { answer }),
  }
}

function denied(decided: Decided, code: VerdictCode, reason: string): Decided {
  const { ruleId } = decided.effective
  return { ...decided, effective: { outcome: 'deny', code, ruleId, reason } }
}
