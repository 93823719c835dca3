import {
  createBroker,
  type Approvals,
  type AskedCall,
  type Broker,
  type BrokerOptions,
} from '@kvlar/approvals'
import type { Ask, AskRequest, CallByNow } from '@kvlar/gate'
import type { Guarded } from './ports.ts'

export interface AskReviewerOptions {
  readonly approvals: Approvals
  readonly announce?: BrokerOptions['announce']
}

/** Asks reviewers about calls, through a queue. */
export function createAskReviewer({ approvals, announce }: AskReviewerOptions): Ask<Guarded> {
  /** One for each time that callers are held; they share the queue. */
  const brokers = new Map<number, Broker>()
  const brokerFor = (holdMs: number): Broker => {
    const broker =
      brokers.get(holdMs) ?? createBroker({ approvals, holdMs, ...(announce !== undefined && { announce }) })
    brokers.set(holdMs, broker)
    return broker
  }

  return (request, signal) => {
    const isHeld = request.holdMs > 0
    // Who leaves at once does so from the broker of those who wait, so that they do not withdraw its request.
    const broker = brokerFor(isHeld ? request.holdMs : Number.POSITIVE_INFINITY)
    return broker.ask(askedCall(request, request), signal, {
      current: async () => askedCall(request, await request.current()),
      onHeld: () => (request.isAhead === true ? 'look' : isHeld ? 'hold' : 'leave'),
    })
  }
}

/** What a reviewer is asked about. */
function askedCall(
  { sessionId, action }: AskRequest<Guarded>,
  { decision, redactFields, policyDigest }: CallByNow,
): AskedCall {
  return { sessionId, action, redactFields, decision, policyDigest }
}
