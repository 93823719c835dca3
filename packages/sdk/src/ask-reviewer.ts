import { createBroker, type Answer, type Approvals, type Broker, type BrokerOptions } from '@kvlar/approvals'
import { askedCall, type DecideCall, type Decided } from './decide-call.ts'
import type { JudgedCall } from './judged-call.ts'

/** What came of asking, and what the policy said last. */
export interface Settled {
  /** Absent when nobody could be asked. */
  readonly answer?: Answer
  readonly latest: Decided
}

/** Asks a reviewer about a call. Never rejects: no answer is no answer. */
export type AskReviewer = (call: JudgedCall, decided: Decided) => Promise<Settled>

export interface AskReviewerOptions {
  readonly approvals: Approvals
  readonly decide: DecideCall
  readonly announce?: BrokerOptions['announce']
  readonly onFailure: (error: unknown) => void
}

export function createAskReviewer({
  approvals,
  decide,
  announce,
  onFailure,
}: AskReviewerOptions): AskReviewer {
  /** One for each time that callers are held; they share the queue. */
  const brokers = new Map<number, Broker>()
  const brokerFor = (holdMs: number): Broker => {
    const broker =
      brokers.get(holdMs) ?? createBroker({ approvals, holdMs, ...(announce !== undefined && { announce }) })
    brokers.set(holdMs, broker)
    return broker
  }

  return async (call, decided) => {
    const isHeld = call.holdMs > 0
    // Who leaves at once does so from the broker of those who wait, so that they do not withdraw its request.
    const holdMs = isHeld ? call.holdMs : Number.POSITIVE_INFINITY
    const onHeld = () => (isHeld ? 'hold' : 'leave')
    let latest = decided
    const current = async () => {
      latest = await decide(call)
      // The approval stays good for the same call at a time when its state can be had.
      if (latest.verdict.outcome !== latest.decision.outcome) throw new Error(latest.verdict.reason)
      return askedCall(call, latest)
    }
    try {
      const answer = await brokerFor(holdMs).ask(askedCall(call, decided), call.signal, { current, onHeld })
      return { answer, latest }
    } catch (error) {
      onFailure(error)
      return { latest }
    }
  }
}
