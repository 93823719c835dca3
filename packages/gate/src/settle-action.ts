import type { Call, Held } from './call.ts'
import type { DecideAction, Decided } from './decide-action.ts'
import { isStateKnown } from './evaluators/pipeline.ts'
import type { Answer, Ask, AskRequest, CallByNow } from './ports.ts'
import type { Surface } from './surface.ts'
import type { Verdict } from './verdict.ts'
import { verdictAfter, type Standing, type WhenSuperseded } from './verdict-after.ts'

export interface SettleOptions<S extends Surface> {
  readonly decide: DecideAction
  readonly ask: Ask<S>
  readonly whenSuperseded: WhenSuperseded
  readonly onFailure: (error: unknown) => void
}

/** What came of asking about one action. */
export interface SettledAction<S extends Surface> {
  /** Absent when nobody could be asked. */
  readonly answer: Answer<S> | undefined
  readonly decided: Decided
}

/** Asks people about one action of a call that is held, and decides again before it lets go. Never rejects. */
export type SettleAction<S extends Surface> = (
  call: Call<S>,
  asked: Decided,
  held: Held<S>,
) => Promise<SettledAction<S>>

export function createSettleAction<S extends Surface>(options: SettleOptions<S>): SettleAction<S> {
  const { decide, ask, whenSuperseded, onFailure } = options

  return async (call, asked, held) => {
    const { signal } = held
    const definitionNow = async (): Promise<string | undefined> => definitionOf(call, asked, held)
    const look = async (): Promise<Standing> => ({
      toolDefinition: await definitionNow(),
      decided: await decide(asked, true),
    })
    let seen: Standing = { toolDefinition: await definitionNow(), decided: asked }
    const request: AskRequest<S> = {
      ...call.context,
      ...held.waiting,
      sessionId: call.sessionId,
      callId: call.callId,
      action: asked.action,
      ...byNow(seen),
      // INVARIANT: the policy is asked again before an approval is used up, and once more before the call runs.
      current: async () => {
        seen = await look()
        const { effective } = seen.decided
        if (!isStateKnown(effective)) throw new Error(effective.reason)
        return byNow(seen)
      },
    }
    let answer: Answer<S> | undefined
    try {
      // An abort that has happened already would reach nobody who listens for it.
      signal.throwIfAborted()
      answer = await ask(request, signal)
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
    const isToBeDecided = answer?.kind === 'approved' || answer?.kind === 'superseded'
    const now = isToBeDecided ? await look() : seen
    const effective = signal.aborted ? withdrawn(now) : verdictAfter(answer, { seen, now }, whenSuperseded)
    return { answer, decided: { ...now.decided, effective } }
  }
}

/** The definition of the tool that is called, learnt if need be; undefined for what is no tool or cannot be had. */
async function definitionOf<S extends Surface>(
  { definitions }: Call<S>,
  { action }: Decided,
  { learn }: Held<S>,
): Promise<string | undefined> {
  if (action.type !== 'tool_call') return undefined
  await learn?.(action.resource)
  return definitions?.get(action.resource)
}

function byNow({ decided, toolDefinition }: Standing): CallByNow {
  const { decision, effective, redactFields, policyDigest } = decided
  // What denies beside the policy counts too, so that no approval is used up for nothing.
  const { outcome, reason } = effective
  return {
    decision: outcome === decision.outcome ? decision : { ...decision, outcome, reason },
    redactFields,
    policyDigest,
    ...(toolDefinition !== undefined && { toolDefinition }),
  }
}

function withdrawn({ decided }: Standing): Verdict {
  const reason = 'the caller withdrew the call'
  const { ruleId } = decided.decision
  return { outcome: 'deny', code: 'KVLAR_WITHDRAWN', ruleId, reason, evaluator: 'approvals' }
}
