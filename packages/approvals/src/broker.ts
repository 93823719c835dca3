import type { Approvals } from './approvals.ts'
import { ApprovalsError } from './approvals-error.ts'
import type { AskedCall } from './requests/asked-call.ts'
import type { HeldRequest } from './requests/held-request.ts'
import { LIMITS } from './limits.ts'
import { waitForChange, type Until } from './store/wait-for-change.ts'

/** What came of asking. `pending`: it still waits; the caller makes the same call again later. */
export type BrokerAnswer =
  | { readonly kind: 'approved'; readonly approvalId?: string }
  | { readonly kind: 'denied'; readonly approvalId?: string; readonly reason?: string }
  | { readonly kind: 'expired'; readonly approvalId?: string }
  /** The policy answers the call itself by now; the caller makes it again. */
  | { readonly kind: 'superseded'; readonly approvalId?: string; readonly reason: string }
  | {
      readonly kind: 'pending'
      readonly approvalId?: string
      readonly reason?: string
      readonly expiresAtMs?: number
    }

/** The call as it is by now: what the policy says of it, and the tool's definition. Rejecting denies. */
export type Current = () => Promise<AskedCall>

/** What a caller wants beside the answer. */
export interface AskOptions {
  /** Asked right before an approval is used up; the call as it was asked about when absent. */
  readonly current?: Current
  /**
   * Told of each request that the call waits for; `leave` ends the waiting at once, with `pending`. `look` does so too,
   * and uses nothing up where it is approved already.
   */
  readonly onHeld?: (request: HeldRequest) => OnHeld
  /** When it aborts, the caller is told to come back, as after `holdMs`; its request goes on waiting. */
  readonly leave?: AbortSignal
}

type OnHeld = 'hold' | 'leave' | 'look'

export interface BrokerOptions {
  readonly approvals: Approvals
  /** How long a caller waits before it is told to come back; `Infinity` for as long as the request lives. */
  readonly holdMs?: number
  /**
   * Told once of each request that is new, or whose first process died, when it is durable; its failure changes nothing
   * for the caller.
   */
  readonly announce?: (request: HeldRequest) => Promise<void>
}

/** Asks people about calls on behalf of callers that wait. */
export interface Broker {
  /**
   * Asks and waits. `approved` means that the approval has been used up for this one call, which must run now.
   * Rejecting denies. When `signal` aborts, the request is withdrawn unless somebody else waits for it.
   */
  ask(asked: AskedCall, signal: AbortSignal, options?: AskOptions): Promise<BrokerAnswer>
}

/** Who in this process waits for a request. */
interface Waiters {
  count: number
  /** Whether one of them was told to come back, so that the request must outlive the others. */
  isKept: boolean
}

/** Answers for callers of one process over one queue. */
export function createBroker({ approvals, holdMs = LIMITS.holdMs, announce }: BrokerOptions): Broker {
  const waiting = new Map<string, Waiters>()
  const announced = new Set<string>()

  const hold = async (
    request: HeldRequest,
    call: Asking,
    until: Until,
  ): Promise<BrokerAnswer | undefined> => {
    const waiters = waiting.get(request.id) ?? { count: 0, isKept: false }
    waiting.set(request.id, waiters)
    waiters.count += 1
    try {
      const wish = call.onHeld(request)
      if (wish === 'look') {
        waiters.isKept = true
        return pending(request)
      }
      const isLeft = wish === 'leave'
      const settled = await waitForChange(
        approvals,
        request.id,
        isLeft ? { ...until, atMs: approvals.now() } : until,
      )
      if (settled === 'aborted') {
        if (waiters.count === 1 && !waiters.isKept) await approvals.cancel(request.id)
        return { kind: 'denied', approvalId: request.id, reason: 'the call was withdrawn' }
      }
      if (settled === 'timeout') {
        waiters.isKept = true
        return pending(request)
      }
      return await answerOf(settled, call)
    } finally {
      waiters.count -= 1
      if (waiters.count === 0 && !waiters.isKept) waiting.delete(request.id)
      if (waiting.size > LIMITS.keptMax) forgetOldest()
    }
  }

  /** Requests end without telling who was told to come back, so the oldest of those are forgotten. */
  const forgetOldest = (): void => {
    for (const [id, { count }] of waiting)
      if (count === 0) {
        waiting.delete(id)
        return
      }
  }

  /** INVARIANT: what the policy says by now is asked before the approval is used up, not after. */
  const use = async (request: HeldRequest, call: Asking): Promise<BrokerAnswer | undefined> => {
    const approvalId = request.id
    call.asked = await call.current()
    const { outcome, reason } = call.asked.decision
    if (outcome !== 'require_approval') {
      await approvals.supersede(approvalId, 'the policy answers the call itself by now')
      return { kind: 'superseded', approvalId, reason: supersededReason(outcome, reason) }
    }
    const used = await approvals.consume(approvalId, call.asked)
    if (used !== undefined) return { kind: 'approved', approvalId }
    // Another caller was first, which this cannot change; or it is not good for the call as it is by now.
    await approvals.supersede(approvalId, 'the tool or the rule that asks is another one by now')
    return undefined
  }

  const answerOf = async (request: HeldRequest, call: Asking): Promise<BrokerAnswer | undefined> => {
    const approvalId = request.id
    switch (request.state) {
      case 'approved':
        return use(request, call)
      case 'denied':
        return { kind: 'denied', approvalId, reason: denialReason(request) }
      case 'expired':
      case 'lapsed':
        return { kind: 'expired', approvalId }
      case 'superseded':
        // A reviewer put another call in its place; that one is for the caller to make.
        return request.replacedBy === undefined
          ? undefined
          : { kind: 'denied', approvalId, reason: editReason(request) }
      case 'pending':
      case 'executing':
      case 'executed':
      case 'failed':
      case 'cancelled':
      case 'interrupted':
        // Somebody else withdrew it or used it up: an equal call is asked about on its own.
        return undefined
    }
  }

  const tell = (request: HeldRequest): void => {
    if (announce === undefined) return
    const [oldest] = announced
    if (announced.size >= LIMITS.keptMax && oldest !== undefined) announced.delete(oldest)
    announced.add(request.id)
    void announce(request)
      .then(
        () => approvals.notified(request.id),
        () => {},
      )
      .catch(() => {})
  }

  const askOnce = async (call: Asking, until: Until): Promise<BrokerAnswer | undefined> => {
    const answer = await approvals.request(call.asked)
    const { request } = answer
    switch (answer.kind) {
      case 'granted':
        return { kind: 'approved', approvalId: request.id }
      case 'denied':
        return { kind: 'denied', approvalId: request.id, reason: denialReason(request) }
      case 'live':
        if (answer.isNew || (answer.isOrphan && !announced.has(request.id))) tell(request)
        return hold(request, call, until)
    }
  }

  return {
    ask: async (asked, signal, options = {}) => {
      const { current = () => Promise.resolve(asked), onHeld = () => 'hold', leave } = options
      const call: Asking = { asked, current, onHeld }
      const until: Until = { signal, atMs: approvals.now() + holdMs, ...(leave !== undefined && { leave }) }
      for (let round = 0; round < LIMITS.askRoundsMax; round += 1) {
        if (signal.aborted) return { kind: 'denied', reason: 'the call was withdrawn' }
        const answer = await askOnce(call, until)
        if (answer !== undefined) return answer
      }
      throw new ApprovalsError('APPROVAL_CONTENDED', 'others keep taking what this call waits for; refusing')
    },
  }
}

/** A call that is asked about, as it was last seen. */
interface Asking {
  asked: AskedCall
  readonly current: Current
  readonly onHeld: (request: HeldRequest) => OnHeld
}

function pending({ id, rule, expiresAtMs }: HeldRequest): BrokerAnswer {
  return { kind: 'pending', approvalId: id, expiresAtMs, reason: rule.reason }
}

function supersededReason(outcome: 'allow' | 'deny', reason: string): string {
  return outcome === 'deny'
    ? `the policy denies the call by now: ${reason}`
    : 'the policy no longer asks about this call: make it again'
}

function denialReason({ decisions }: HeldRequest): string {
  const denial = decisions.find(({ verdict }) => verdict === 'deny')
  const note = denial?.note === undefined ? '' : `: ${denial.note}`
  return `a reviewer denied the call${note}. This is final: do not make the same call again`
}

function editReason({ endReason, changes = [] }: HeldRequest): string {
  const fields = changes.map(({ path, after }) => `\`${path}\` = ${JSON.stringify(after)}`).join(', ')
  return `${endReason ?? 'a reviewer changed the call'}. Nothing was executed; make the call with ${fields} instead`
}
