import { DEFAULT_DENY_RULE_ID, type Action, type Decision, type Engine, type Facts } from '@kvlar/core'
import { after } from './after.ts'
import { PROTECTED_PATH_CODE, PROTECTED_PATH_RULE_ID, type Floor } from './floor.ts'
import { LIMITS } from './limits.ts'
import type { Answer, Ask, AskRequest, Counters, DecidedEvent, Recorder } from './ports.ts'
import { verdictOf, type Verdict } from './verdict.ts'
import type { MessageId, Side } from './wire/message.ts'

export interface GateOptions {
  readonly engine: Engine
  readonly sessionId: string
  readonly record: Recorder
  readonly counters: Counters
  /** Absent: a call that needs approval is answered at once, and has not run. */
  readonly ask?: Ask
  readonly floor?: Floor
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** One message to be judged. */
export interface Call {
  readonly callId: number
  readonly from: Side
  readonly method: string
  readonly requestId?: MessageId
  /** What it asks for; all of it must be allowed. */
  readonly actions: readonly Action[]
  /** Digests of the tools' definitions, by name. */
  readonly definitions: ReadonlyMap<string, string>
  readonly protocolRevision?: string
  /** Whether the session has room for one more call that waits. */
  readonly mayWait: boolean
}

/** What becomes of a message. */
export type Ruling =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refuse'; readonly verdict: Verdict; readonly action: Action }
  /** Recorded and waiting for a human; `settle` asks. */
  | { readonly kind: 'hold'; readonly settle: (signal: AbortSignal) => Promise<Ruling> }

/** Decides messages: the road from an action to "forward", "answer" or "wait". It holds no sockets and no messages. */
export interface Gate {
  /** Never throws and never rejects. With state at hand and a synchronous record, no promise is made. */
  judge(call: Call): Ruling | Promise<Ruling>
}

/** One action with its decision. */
interface Judged {
  readonly action: Action
  readonly decision: Decision
  readonly facts: Facts
  readonly effective: Verdict
  readonly decideUs: number
}

const PASS: Ruling = { kind: 'pass' }

export function createGate(options: GateOptions): Gate {
  const { engine, sessionId, record, counters, ask, floor, now = Date.now } = options
  const sessionStartedAtMs = now()
  const redactions = new Map<string, readonly string[]>()

  const decide = (action: Action, mode: 'count' | 'peek'): Judged | Promise<Judged> => {
    const startedAt = performance.now()
    const facts: Facts = { nowMs: now(), sessionStartedAtMs }
    const conclude = (complete: Facts, failure?: Verdict): Judged => {
      const decision = safeDecide(engine, action, complete)
      const effective = failure ?? floorVerdict(floor, action) ?? verdictOf(decision)
      const decideUs = Math.round((performance.now() - startedAt) * 1000)
      return { action, decision, facts: complete, effective, decideUs }
    }
    const unavailable = (): Judged =>
      conclude(facts, {
        outcome: 'deny',
        code: 'EVALUATION_STATE_UNAVAILABLE',
        ruleId: DEFAULT_DENY_RULE_ID,
        reason: 'a counter that the policy reads is not available',
      })
    try {
      const needs = engine.needs(action)
      if (needs.length === 0) return conclude(facts)
      const counts = counters[mode](needs, facts.nowMs)
      if (!(counts instanceof Promise)) return conclude({ ...facts, counts })
      return counts.then((found) => conclude({ ...facts, counts: found }), unavailable)
    } catch {
      return unavailable()
    }
  }

  const redactFields = (action: Action): readonly string[] => {
    const key = `${action.type}\n${action.resource}`
    const known = redactions.get(key)
    if (known !== undefined) return known
    const fields = engine.redactFields(action)
    if (redactions.size >= LIMITS.definitionsMax) redactions.clear()
    redactions.set(key, fields)
    return fields
  }

  const describe = (call: Call, action: Action) => {
    const definition = action.type === 'tool_call' ? call.definitions.get(action.resource) : undefined
    return {
      sessionId,
      callId: call.callId,
      from: call.from,
      method: call.method,
      action,
      redactFields: redactFields(action),
      policyDigest: engine.digest,
      ...(definition !== undefined && { toolDefinition: definition }),
      ...(call.protocolRevision !== undefined && { protocolRevision: call.protocolRevision }),
    }
  }

  /** INVARIANT: nothing is forwarded before this has come back with what it was given. */
  const recorded = (call: Call, judged: Judged, approvalId?: string): Judged | Promise<Judged> => {
    const failed = (): Judged => ({ ...judged, effective: unrecorded(judged.effective) })
    try {
      const event: DecidedEvent = {
        kind: 'decided',
        ...describe(call, judged.action),
        atMs: judged.facts.nowMs,
        decision: judged.decision,
        effective: judged.effective,
        facts: judged.facts,
        decideUs: judged.decideUs,
        ...(call.requestId !== undefined && { requestId: call.requestId }),
        ...(approvalId !== undefined && { approvalId }),
      }
      const written = record(event)
      return written instanceof Promise ? written.then(() => judged, failed) : judged
    } catch {
      return failed()
    }
  }

  /** A call that must wait but cannot is answered as if nobody could be asked. */
  const unlessFull = (call: Call, judged: Judged): Judged =>
    judged.effective.outcome !== 'require_approval' || ask === undefined || call.mayWait
      ? judged
      : {
          ...judged,
          effective: {
            ...judged.effective,
            outcome: 'deny',
            code: 'PROXY_OVERLOADED',
            reason: 'too many calls wait for approval already',
          },
        }

  const judgeOne = (call: Call, action: Action): Judged | Promise<Judged> =>
    after(decide(action, 'count'), (judged) => recorded(call, unlessFull(call, judged)))

  const rule = (call: Call, judged: readonly Judged[]): Ruling => {
    const stopped = judged.find(({ effective }) => effective.outcome === 'deny')
    if (stopped !== undefined) return refusal(stopped)
    const waiting = judged.filter(({ effective }) => effective.outcome === 'require_approval')
    const [first] = waiting
    if (first === undefined) return PASS
    if (ask === undefined) return refusal(first)
    return { kind: 'hold', settle: (signal) => settleAll(call, waiting, { ask, signal }) }
  }

  const settleAll = async (call: Call, waiting: readonly Judged[], asking: Asking): Promise<Ruling> => {
    const settled = await Promise.all(waiting.map((one) => settleOne(call, one, asking)))
    const stopped = settled.find(({ effective }) => effective.outcome !== 'allow')
    return stopped === undefined ? PASS : refusal(stopped)
  }

  const settleOne = async (call: Call, asked: Judged, { ask: askHuman, signal }: Asking): Promise<Judged> => {
    let answer: Answer | undefined
    try {
      const request: AskRequest = { ...describe(call, asked.action), decision: asked.decision }
      answer = await askHuman(request, signal)
    } catch {
      // No answer: the verdict below denies.
    }
    const again = answer?.kind === 'approved' ? await decide(asked.action, 'peek') : asked
    const effective = verdictAfter(answer, asked, again)
    return recorded(call, { ...again, effective }, answer?.approvalId)
  }

  return {
    judge(call) {
      const [only] = call.actions
      if (only === undefined) return PASS
      if (call.actions.length === 1) return after(judgeOne(call, only), (judged) => rule(call, [judged]))
      const judged = call.actions.map((action) => judgeOne(call, action))
      return judged.some((one) => one instanceof Promise)
        ? Promise.all(judged).then((all) => rule(call, all))
        : rule(call, judged as Judged[])
    },
  }
}

interface Asking {
  readonly ask: Ask
  readonly signal: AbortSignal
}

function refusal({ effective, action }: Judged): Ruling {
  return { kind: 'refuse', verdict: effective, action }
}

/** An engine is total; if one is not, that denies. */
function safeDecide(engine: Engine, action: Action, facts: Facts): Decision {
  try {
    return engine.decide(action, facts)
  } catch {
    const reason = 'the policy could not be evaluated'
    return {
      outcome: 'deny',
      code: 'POLICY_DEFAULT_DENY',
      ruleId: DEFAULT_DENY_RULE_ID,
      reason,
      error: reason,
    }
  }
}

function floorVerdict(floor: Floor | undefined, action: Action): Verdict | undefined {
  const path = floor?.(action)
  if (path === undefined) return undefined
  return {
    outcome: 'deny',
    code: PROTECTED_PATH_CODE,
    ruleId: PROTECTED_PATH_RULE_ID,
    reason: 'an argument points into files that Kvlar protects, whatever the policy says',
  }
}

function unrecorded(verdict: Verdict): Verdict {
  if (verdict.outcome === 'deny') return verdict
  return {
    ...verdict,
    outcome: 'deny',
    code: 'PROXY_RECORD_FAILED',
    reason: 'the decision could not be recorded',
  }
}

/** What an answer makes of a call, given what the policy says by now. */
function verdictAfter(answer: Answer | undefined, asked: Judged, again: Judged): Verdict {
  const { ruleId } = asked.decision
  switch (answer?.kind) {
    case undefined:
      return { outcome: 'deny', code: 'APPROVAL_UNAVAILABLE', ruleId, reason: 'nobody could be asked' }
    case 'denied':
      return {
        outcome: 'deny',
        code: 'APPROVAL_DENIED',
        ruleId,
        reason: answer.reason ?? 'a reviewer denied the call',
      }
    case 'expired':
      return { outcome: 'deny', code: 'APPROVAL_EXPIRED', ruleId, reason: 'nobody answered in time' }
    case 'pending':
      return { ...asked.effective, reason: answer.reason ?? asked.effective.reason }
    case 'approved': {
      const { effective, decision } = again
      if (effective.outcome === 'require_approval' && decision.ruleId === ruleId) {
        return { ...effective, outcome: 'allow' }
      }
      if (effective.outcome !== 'require_approval') return effective
      return {
        outcome: 'deny',
        code: 'APPROVAL_SUPERSEDED',
        ruleId,
        reason: 'another rule asks by now: try again',
      }
    }
  }
}
