import { DEFAULT_APPROVAL_TERMS, type ApprovalTerms } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import {
  createApprovals,
  createMemoryStore,
  deriveApprovalKeys,
  type ApprovalEvent,
  type Approvals,
  type ApprovalsOptions,
  type Approver,
  type AskedCall,
} from '@kvlar/approvals'

export const KEYS = deriveApprovalKeys(new Uint8Array(32).fill(7))

/** A call of the agent `bot` that the rule `ask-writes` wants a human for. */
export function call(
  parameters: JsonObject = { path: '/srv/a', bytes: 3 },
  over: {
    readonly terms?: Partial<ApprovalTerms>
    readonly ruleId?: string
    readonly outcome?: 'require_approval' | 'deny' | 'allow'
    readonly action?: Partial<AskedCall['action']>
    readonly riskLevel?: 'low' | 'medium' | 'high' | 'critical'
    readonly definition?: string
    readonly sessionId?: string
    readonly redactFields?: readonly string[]
  } = {},
): AskedCall {
  return {
    sessionId: over.sessionId ?? 'session-1',
    action: {
      type: 'tool_call',
      resource: 'write_file',
      parameters,
      agentId: 'bot',
      principal: { id: 'bot', kind: 'agent', roles: [] },
      server: 'files',
      ...over.action,
    },
    redactFields: over.redactFields ?? [],
    decision: {
      outcome: over.outcome ?? 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      ruleId: over.ruleId ?? 'ask-writes',
      policy: 'files',
      reason: 'writes need a human',
      ...(over.riskLevel !== undefined && { riskLevel: over.riskLevel }),
      approval: { ...DEFAULT_APPROVAL_TERMS, ...over.terms },
    },
    policyDigest: 'sha256:00',
    ...(over.definition !== undefined && { toolDefinition: over.definition }),
  }
}

export function reviewer(id: string, over: Partial<Approver> = {}): Approver {
  return { id, groups: [], roles: [], rights: [], authentication: 'bearer', surface: 'api', ...over }
}

export const ANA = reviewer('ana')
export const BEN = reviewer('ben')

/** A queue in memory with a clock that the test moves, and what it told. */
export function memoryApprovals(over: Partial<ApprovalsOptions> = {}): {
  readonly approvals: Approvals
  readonly clock: { ms: number }
  readonly events: ApprovalEvent[]
} {
  const clock = { ms: 1_000_000 }
  const events: ApprovalEvent[] = []
  const approvals = createApprovals({
    store: createMemoryStore(),
    keys: KEYS,
    now: () => clock.ms,
    note: (event) => {
      events.push(event)
    },
    pollMs: 5,
    ...over,
  })
  return { approvals, clock, events }
}

/** The id of the one request that waits. */
export async function onlyPending(approvals: Approvals): Promise<string> {
  for (;;) {
    const [request] = await approvals.list({ states: ['pending'] })
    if (request !== undefined) return request.id
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
