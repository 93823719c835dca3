import type { Approvals, Approver } from '@kvlar/approvals'
import type { ElicitAction } from '@kvlar/proxy'

/**
 * What the person at the client said in a form. It is the requester's own word: it decides only where the policy lets
 * the requester confirm, and names no approvers without them; otherwise it is put on record and nothing more. A client that declines by itself, as some
 * do, ends nothing then.
 */
export async function takeRequesterAnswer(
  approvals: Approvals,
  id: string,
  action: ElicitAction,
): Promise<void> {
  const request = await approvals.get(id)
  if (request === undefined || action === 'cancel') return
  const requester: Approver = {
    id: request.call.principal.id,
    groups: [],
    roles: request.call.principal.roles,
    rights: [],
    authentication: 'mcp-client',
    surface: 'elicitation',
  }
  if (request.terms.allowSelf) {
    const note = action === 'accept' ? undefined : 'the requester declined'
    const verdict = action === 'accept' ? 'approve' : 'deny'
    const draft = { verdict, approver: requester, ...(note !== undefined && { note }) } as const
    const { kind } = await approvals.decide(id, draft)
    if (kind !== 'refused') return
  }
  if (action === 'accept') await approvals.confirmed(id, requester)
}
