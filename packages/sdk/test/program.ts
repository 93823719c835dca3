import { loadPolicy, type Policy } from '@kvlar/core'
import {
  createApprovals,
  createMemoryStore,
  deriveApprovalKeys,
  type Approvals,
  type Approver,
} from '@kvlar/approvals'
import { createKvlar, type GuardEvent, type Kvlar, type KvlarOptions } from '@kvlar/sdk'

/** One rule for each outcome; what none names is denied. */
export const POLICY = policy(`
  - id: allow-reads
    match_on: { resources: ['read_*'] }
    effect: { type: allow }
  - id: ask-refunds
    match_on: { resources: ['issue_refund'] }
    effect:
      type: require_approval
      reason: money leaves
      redact_fields: [card]
      approval: { timeout: 10m }
  - id: deny-drops
    match_on: { resources: ['drop_*'] }
    effect: { type: deny, reason: nothing is dropped here }
`)

/** A policy of these rules, as YAML. */
export function policy(rules: string): Policy {
  return loadPolicy({ file: 'policy.yaml', text: `name: test\nversion: '1.0'\nrules:${rules}` })
}

export const ANA: Approver = {
  id: 'ana',
  groups: [],
  roles: [],
  rights: [],
  authentication: 'bearer',
  surface: 'api',
}

/** A queue in memory. */
export function memoryQueue(now?: () => number): Approvals {
  return createApprovals({
    store: createMemoryStore(),
    keys: deriveApprovalKeys(new Uint8Array(32).fill(7)),
    pollMs: 5,
    ...(now !== undefined && { now }),
  })
}

/** A guarded program with its queue, what it put on record, what failed behind its back, and what its function ran with. */
export interface Program {
  readonly kvlar: Kvlar
  readonly approvals: Approvals
  readonly events: GuardEvent[]
  readonly failures: unknown[]
  readonly ran: unknown[]
  /** A function that notes what it is called with. */
  readonly issueRefund: (args: Refund) => string
}

export interface Refund {
  readonly orderId: string
  readonly amount: number
  readonly card?: string
}

export function program(over: Partial<KvlarOptions> = {}): Program {
  const approvals = over.approvals ?? memoryQueue(over.now)
  const events: GuardEvent[] = []
  const failures: unknown[] = []
  const ran: unknown[] = []
  const kvlar = createKvlar({
    policies: [POLICY],
    approvals,
    record: (event) => void events.push(event),
    onFailure: (error) => void failures.push(error),
    ...over,
  })
  const issueRefund = (args: Refund): string => {
    ran.push(args)
    return 'refunded'
  }
  return { kvlar, approvals, events, failures, ran, issueRefund }
}

/** The id of a request that waits. */
export async function pendingId(approvals: Approvals): Promise<string> {
  for (;;) {
    const [request] = await approvals.list({ states: ['pending'] })
    if (request !== undefined) return request.id
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Approves or denies the request that waits. */
export async function answer(
  approvals: Approvals,
  verdict: 'approve' | 'deny',
  note?: string,
): Promise<string> {
  const id = await pendingId(approvals)
  await approvals.decide(id, { verdict, approver: ANA, ...(note !== undefined && { note }) })
  return id
}

/** What something throws or rejects with. */
export async function thrownBy(doing: () => unknown): Promise<unknown> {
  try {
    await doing()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** What became of each decision on record, and how functions ended. */
export function story(events: readonly GuardEvent[]): string[] {
  return events.map((event) => {
    switch (event.kind) {
      case 'decided':
        return `${event.effective.outcome} ${event.effective.code}`
      case 'result':
        return event.result
      case 'refused':
        return event.code
    }
  })
}
