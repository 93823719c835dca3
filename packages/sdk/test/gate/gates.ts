import { Gate, type ActionInput, type GateOptions, type Verdict } from '@kvlar/sdk/gate'

export const NOW = Date.UTC(2026, 10, 30, 12, 0)

/** The policy of a shop: agents refund up to 5,000 and at most 50 times a day, and read orders. */
export const SHOP = {
  policies: [
    {
      name: 'agent_refunds',
      effect: 'permit',
      conditions: [
        { identity_kind: 'agent' },
        { action: 'issue_refund' },
        { param_max: { field: 'amount', max: 5000 } },
        { rate_limit: { max: 50, window: '24h' } },
      ],
    },
    {
      name: 'agent_reads',
      effect: 'permit',
      conditions: [{ identity_kind: 'agent' }, { action: 'read_order' }],
    },
  ],
}

export function shop(options: GateOptions = {}, policy: object = SHOP): Gate {
  return Gate.fromObject(policy, {
    invariants: [{ name: 'hard_cap', field: 'amount', maxValue: 50_000 }],
    now: () => NOW,
    ...options,
  })
}

export function refund(amount: unknown, over: Partial<ActionInput> = {}): ActionInput {
  return { principalId: 'agent-bot', actionName: 'issue_refund', params: { amount }, ...over }
}

/** `permit`, or who said what: `refuse policy POLICY_DEFAULT_DENY`. */
export function said(verdict: Verdict): string {
  return verdict.kind === 'permit' ? 'permit' : `${verdict.kind} ${verdict.evaluator} ${verdict.code}`
}
