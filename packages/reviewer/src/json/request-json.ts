import { approvals, type HeldRequest, type RequestState, type ShownRequest } from '@kvlar/approvals'
import type { JsonObject } from '@kvlar/core/json'

/** ApproveKit's four words for our states. */
export const STATUS_OF: Readonly<Record<RequestState, 'pending' | 'approved' | 'rejected' | 'timeout'>> = {
  pending: 'pending',
  approved: 'approved',
  executing: 'approved',
  executed: 'approved',
  failed: 'approved',
  interrupted: 'approved',
  lapsed: 'approved',
  denied: 'rejected',
  superseded: 'rejected',
  cancelled: 'rejected',
  expired: 'timeout',
}

/** A request as the API shows it: ApproveKit's names first, ours beside them. */
export function requestJson(request: HeldRequest | ShownRequest): JsonObject {
  const { id, state, call, rule, terms, decisions } = request
  const last = decisions.at(-1)
  return {
    id,
    tool_name: call.resource,
    tool_args: call.args,
    status: STATUS_OF[state],
    created_at: time(request.createdAtMs),
    reviewed_at: state === 'pending' || last === undefined ? null : time(last.atMs),
    reviewer_notes: last?.note ?? null,
    metadata: {
      risk_level: rule.riskLevel ?? 'low',
      timeout: terms.timeoutMs / 1000,
      require_approval: true,
      auto_approve: false,
      redact_fields: request.redactFields,
    },
    state,
    digest: request.digest,
    action_type: call.type,
    server: call.server ?? null,
    target: call.target ?? null,
    agent_id: call.agentId,
    principal: { id: call.principal.id, kind: call.principal.kind, roles: call.principal.roles },
    session_id: request.sessionId,
    definition: call.definition ?? null,
    hidden: call.hidden.map(({ path, type, length, digest }) => ({
      path,
      type,
      length: length ?? null,
      digest,
    })),
    rule: {
      id: rule.id,
      policy: rule.policy ?? null,
      reason: rule.reason,
      matched: rule.matched ?? null,
      file: rule.origin?.file ?? null,
      line: rule.origin?.line ?? null,
    },
    policy_digest: request.policyDigest,
    expires_at: time(request.expiresAtMs),
    execute_by: time(request.executeByMs),
    ended_at: time(request.endedAtMs),
    end_reason: request.endReason ?? null,
    quorum: terms.quorum,
    approvals: approvals(request),
    approvers: terms.approvers,
    grants: terms.grants,
    editable: terms.editable,
    decisions: decisions.map((one) => ({
      approver: one.approver,
      authentication: one.authentication,
      surface: one.surface,
      verdict: one.verdict,
      note: one.note ?? null,
      at: time(one.atMs),
      grant: one.grant ?? 'once',
      break_glass: one.isBreakGlass === true,
    })),
    grant_id: request.grantId ?? null,
    edit_of: request.editOf ?? null,
    replaced_by: request.replacedBy ?? null,
    changes: (request.changes ?? []).map(({ path, before, after }) => ({ path, before, after })),
    break_glass: request.isBreakGlass === true,
  }
}

/** What the seed's `GET /api/audit` lists: one entry for each request that has been answered. */
export function auditJson(request: HeldRequest): JsonObject {
  const { id, tool_name, tool_args, status, reviewed_at, reviewer_notes, metadata, state } =
    requestJson(request)
  return {
    id: `${request.id}:${request.state}`,
    request_id: id ?? null,
    tool_name: tool_name ?? null,
    tool_args: tool_args ?? null,
    decision: status ?? null,
    timestamp: time(request.endedAtMs) ?? reviewed_at ?? null,
    reviewer_notes: reviewer_notes ?? null,
    metadata: metadata ?? null,
    state: state ?? null,
  }
}

/** RFC 3339 with `Z`; null for none. */
export function time(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}
