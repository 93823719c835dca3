import type { Action } from '@kvlar/core'
import { after } from './after.ts'
import { createDecideAction, type Decided, type DecideOptions } from './decide-action.ts'
import type { Answer, Ask, AskRequest, DecidedEvent, Recorder } from './ports.ts'
import type { Verdict } from './verdict.ts'
import { verdictAfter } from './verdict-after.ts'
import type { MessageId, Side } from './wire/message.ts'

export interface GateOptions extends DecideOptions {
  readonly sessionId: string
  readonly record: Recorder
  /** Absent: a call that needs approval is answered at once, and has not run. */
  readonly ask?: Ask
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
  | { readonly kind: 'refuse'; readonly verdict: Verdict }
  /** Recorded and waiting for a human; `settle` asks. */
  | { readonly kind: 'hold'; readonly settle: (signal: AbortSignal) => Promise<Ruling> }

/** Decides messages: the road from an action to "forward", "answer" or "wait". It holds no sockets and no messages. */
export interface Gate {
  /** Never throws and never rejects. With state at hand and a synchronous record, no promise is made. */
  judge(call: Call): Ruling | Promise<Ruling>
}

const PASS: Ruling = { kind: 'pass' }

/** The gate of one session: decides, records, asks where the policy says so, and decides again before it lets go. */
export function createGate(options: GateOptions): Gate {
  const { engine, sessionId, record, ask } = options
  const decide = createDecideAction(options)

  const describe = (call: Call, action: Action) => {
    const definition = action.type === 'tool_call' ? call.definitions.get(action.resource) : undefined
    return {
      sessionId,
      callId: call.callId,
      from: call.from,
      method: call.method,
      action,
      redactFields: engine.redactFields(action),
      policyDigest: engine.digest,
      ...(definition !== undefined && { toolDefinition: definition }),
      ...(call.protocolRevision !== undefined && { protocolRevision: call.protocolRevision }),
    }
  }

  /** INVARIANT: nothing is forwarded before this has come back with what it was given. */
  const recorded = (call: Call, decided: Decided, approvalId?: string): Decided | Promise<Decided> => {
    const failed = (): Decided => ({ ...decided, effective: unrecorded(decided.effective) })
    try {
      const event: DecidedEvent = {
        kind: 'decided',
        ...describe(call, decided.action),
        atMs: decided.facts.nowMs,
        decision: decided.decision,
        effective: decided.effective,
        facts: decided.facts,
        decideUs: decided.decideUs,
        ...(call.requestId !== undefined && { requestId: call.requestId }),
        ...(approvalId !== undefined && { approvalId }),
      }
      const written = record(event)
      return written instanceof Promise ? written.then(() => decided, failed) : decided
    } catch {
      return failed()
    }
  }

  const judgeOne = (call: Call, index: number, action: Action): Decided | Promise<Decided> =>
    after(decide(action, `${sessionId}:${call.callId}:${index}`), (decided) => {
      const mustWait = decided.effective.outcome === 'require_approval' && ask !== undefined
      return recorded(call, mustWait && !call.mayWait ? overloaded(decided) : decided)
    })

  const judgeFrom = (call: Call, done: readonly Decided[]): Ruling | Promise<Ruling> => {
    const action = call.actions[done.length]
    if (action === undefined) return rule(call, done)
    return after(judgeOne(call, done.length, action), (decided) => judgeFrom(call, [...done, decided]))
  }

  const rule = (call: Call, decided: readonly Decided[]): Ruling => {
    const stopped = decided.find(({ effective }) => effective.outcome === 'deny')
    if (stopped !== undefined) return { kind: 'refuse', verdict: stopped.effective }
    const waiting = decided.filter(({ effective }) => effective.outcome === 'require_approval')
    const [first] = waiting
    if (first === undefined) return PASS
    if (ask === undefined) return { kind: 'refuse', verdict: first.effective }
    return { kind: 'hold', settle: (signal) => settleAll(call, waiting, { ask, signal }) }
  }

  const settleAll = async (call: Call, waiting: readonly Decided[], asking: Asking): Promise<Ruling> => {
    const settled = await Promise.all(waiting.map((one) => settleOne(call, one, asking)))
    const stopped = settled.find(({ effective }) => effective.outcome !== 'allow')
    return stopped === undefined ? PASS : { kind: 'refuse', verdict: stopped.effective }
  }

  /** The decision by now; what denies beside the policy counts, so that no approval is used up for it. */
  const currentOf = async (call: Call, asked: Decided): ReturnType<AskRequest['current']> => {
    const { decision, effective } = await decide(asked.action, asked.decisionId)
    const { toolDefinition } = describe(call, asked.action)
    return {
      decision: { ...decision, outcome: effective.outcome },
      ...(toolDefinition !== undefined && { toolDefinition }),
    }
  }

  const settleOne = async (call: Call, asked: Decided, asking: Asking): Promise<Decided> => {
    let answer: Answer | undefined
    try {
      const request: AskRequest = {
        ...describe(call, asked.action),
        decision: asked.decision,
        current: () => currentOf(call, asked),
      }
      answer = await asking.ask(request, asking.signal)
    } catch {
      // No answer: the verdict below denies.
    }
    const again = answer?.kind === 'approved' ? await decide(asked.action, asked.decisionId) : asked
    const effective = verdictAfter(answer, asked, again)
    return recorded(call, { ...again, effective }, answer?.approvalId)
  }

  return { judge: (call) => judgeFrom(call, []) }
}

interface Asking {
  readonly ask: Ask
  readonly signal: AbortSignal
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

/** A call that should wait but finds no room is denied: every queue has a bound. */
function overloaded(decided: Decided): Decided {
  const reason = 'too many calls wait for approval already'
  return {
    ...decided,
    effective: { ...decided.effective, outcome: 'deny', code: 'PROXY_OVERLOADED', reason },
  }
}
