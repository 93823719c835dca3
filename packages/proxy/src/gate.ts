import type { Action } from '@kvlar/core'
import { after } from './after.ts'
import { approvalNotice } from './approval-notice.ts'
import { createDecideAction, type Decided, type DecideOptions } from './decide-action.ts'
import type { Answer, Ask, AskRequest, DecidedEvent, Elicitation, ElicitQuestion, Recorder } from './ports.ts'
import type { Verdict } from './verdict.ts'
import { verdictAfter } from './verdict-after.ts'
import type { ApprovalNotice } from './wire/denial.ts'
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
  /** `approvalId`: the approval it runs under, which has been used up for it. */
  | { readonly kind: 'pass'; readonly approvalId?: string }
  /** `approvalId`: an approval that was used up for it all the same. */
  | {
      readonly kind: 'refuse'
      readonly verdict: Verdict
      readonly approvalId?: string
      readonly approval?: ApprovalNotice
    }
  /** The client is to ask its user and to repeat the request. */
  | { readonly kind: 'input_required'; readonly question: ElicitQuestion; readonly verdict: Verdict }
  /** Recorded and waiting for a human; `settle` asks. */
  | { readonly kind: 'hold'; readonly settle: (held: Held) => Promise<Ruling> }

/** What a message has while it is held. */
export interface Held {
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal
  /** Learns the definition of a tool, unless it is known and has not changed; never rejects. */
  readonly learn?: (tool: string) => Promise<void>
  readonly elicitation?: Elicitation
}

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
    const definition = definitionOf(call, action)
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
    return { kind: 'hold', settle: (held) => settleAll(call, waiting, { ...held, ask }) }
  }

  const settleAll = async (call: Call, waiting: readonly Decided[], asking: Asking): Promise<Ruling> => {
    const settled = await Promise.all(waiting.map((one) => settleOne(call, one, asking)))
    const stopped = settled.find(({ decided }) => decided.effective.outcome !== 'allow')
    const used = settled.find(({ answer }) => answer?.kind === 'approved')?.answer?.approvalId
    const approvalId = used === undefined ? {} : { approvalId: used }
    if (stopped === undefined) return used === undefined ? PASS : { kind: 'pass', ...approvalId }
    const { answer, decided } = stopped
    const verdict = decided.effective
    if (answer?.kind === 'input_required' && mayRepeat(answer.question, asking.elicitation)) {
      return { kind: 'input_required', question: answer.question, verdict }
    }
    const approval = answer === undefined ? undefined : approvalNotice(answer)
    return { kind: 'refuse', verdict, ...approvalId, ...(approval !== undefined && { approval }) }
  }

  const settleOne = async (call: Call, asked: Decided, asking: Asking): Promise<Settled> => {
    const { action } = asked
    const definitionNow = async (): Promise<string | undefined> => {
      if (action.type === 'tool_call') await asking.learn?.(action.resource)
      return definitionOf(call, action)
    }
    const toolDefinition = await definitionNow()
    let answer: Answer | undefined
    try {
      const request: AskRequest = {
        ...describe(call, action),
        decision: asked.decision,
        async current() {
          const now = await definitionNow()
          const { decision, effective } = await decide(action, asked.decisionId)
          // What denies beside the policy counts too, so that no approval is used up for nothing.
          const outcome = effective.outcome
          return { decision: { ...decision, outcome }, ...(now !== undefined && { toolDefinition: now }) }
        },
        ...(asking.elicitation !== undefined && { elicitation: asking.elicitation }),
      }
      // An abort that has happened already would reach nobody who listens for it.
      asking.signal.throwIfAborted()
      answer = await asking.ask(request, asking.signal)
    } catch {
      // No answer: the verdict below denies.
    }
    const isApproved = answer?.kind === 'approved'
    const isSameTool = isApproved && (await definitionNow()) === toolDefinition
    const again = isApproved ? await decide(action, asked.decisionId) : asked
    const isWanted = !asking.signal.aborted
    const effective = verdictAfter(answer, asked, { again, isSameTool, isWanted })
    return { answer, decided: await recorded(call, { ...again, effective }, answer?.approvalId) }
  }

  return { judge: (call) => judgeFrom(call, []) }
}

interface Asking extends Held {
  readonly ask: Ask
}

interface Settled {
  readonly answer: Answer | undefined
  readonly decided: Decided
}

function definitionOf({ definitions }: Call, { type, resource }: Action): string | undefined {
  return type === 'tool_call' ? definitions.get(resource) : undefined
}

function mayRepeat(question: ElicitQuestion, elicitation: Elicitation | undefined): boolean {
  return elicitation?.kind === 'retry' && elicitation[question.mode]
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
