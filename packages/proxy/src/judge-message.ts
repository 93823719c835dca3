import {
  after,
  type Call,
  type Gate,
  type Held,
  type Ruling as GateRuling,
  type Settled,
  type Verdict,
} from '@kvlar/gate'
import { approvalNotice } from './asking/approval-notice.ts'
import type { Elicitation, ElicitQuestion, Mcp } from './ports.ts'
import type { ApprovalNotice } from './wire/answers/denial.ts'

/** One message to be judged. */
export type McpCall = Omit<Call<Mcp>, 'sessionId' | 'sessionStartedAtMs'>

/** What becomes of a message. */
export type Ruling =
  /** `approvalId`: the approval it runs under, which has been used up for it. `permit`: what the server is to be given. */
  | { readonly kind: 'pass'; readonly approvalId?: string; readonly permit?: string }
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
  | { readonly kind: 'hold'; readonly settle: (held: Held<Mcp>) => Promise<Ruling> }

/** Never throws and never rejects. With state at hand and a synchronous record, no promise is made. */
export type JudgeMessage = (call: McpCall) => Ruling | Promise<Ruling>

/** Puts the messages of one session on the road of every call, and says of each in terms of MCP what becomes of it. */
export function judgeMessages(
  gate: Gate<Mcp>,
  session: Pick<Call, 'sessionId' | 'sessionStartedAtMs'>,
): JudgeMessage {
  const told = (ruling: GateRuling<Mcp>): Ruling => {
    if (ruling.kind !== 'hold') return toRuling(ruling, undefined)
    return {
      kind: 'hold',
      settle: async (held) => toRuling(await ruling.settle(held), held.waiting.elicitation),
    }
  }
  return (call) => after(gate.judge({ ...call, ...session }), told)
}

function toRuling(settled: Settled<Mcp>, elicitation: Elicitation | undefined): Ruling {
  if (settled.kind === 'pass') return passOf(settled)
  const { answer, ...refusal } = settled
  if (answer === undefined) return refusal
  if (answer.kind === 'input_required' && mayRepeat(answer.question, elicitation))
    return { kind: 'input_required', question: answer.question, verdict: settled.verdict }
  const approval = approvalNotice(answer)
  return approval === undefined ? refusal : { ...refusal, approval }
}

function passOf({ approvalId, permits }: Extract<Settled<Mcp>, { kind: 'pass' }>): Ruling {
  const permit = permits?.[0]?.text
  return {
    kind: 'pass',
    ...(approvalId !== undefined && { approvalId }),
    ...(permit !== undefined && { permit }),
  }
}

function mayRepeat(question: ElicitQuestion, elicitation: Elicitation | undefined): boolean {
  return elicitation?.kind === 'retry' && elicitation[question.mode]
}
