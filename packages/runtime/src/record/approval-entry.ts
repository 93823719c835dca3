import type { ApprovalEvent, DecisionRecord, GrantChange, RequestChange } from '@kvlar/approvals'
import type { EntryBody } from '@kvlar/audit'
import type { JsonObject } from '@kvlar/core/json'
import { redactSecrets } from '@kvlar/core/readings'

/** What the record keeps of a step of an approval. Requests hold no secret but what is sealed, and that is not here. */
export function approvalEntry(event: ApprovalEvent): EntryBody {
  return 'grant' in event ? grantEntry(event) : requestEntry(event)
}

function requestEntry({ kind, request, decision, approver }: RequestChange): EntryBody {
  const by = decision?.approver ?? approver?.id
  if (kind === 'revealed') return { kind: 'reveal', approval_id: request.id, by: by ?? '', path: [] }
  const detail = {
    // What it is about, so that one entry can be read by itself.
    resource: redactSecrets(request.call.resource),
    ...(request.call.server !== undefined && { server: request.call.server }),
    ...(kind === 'requested' && askedDetail(request)),
    ...(decision !== undefined && decisionDetail(decision)),
    ...(approver !== undefined && { surface: approver.surface, authentication: approver.authentication }),
    // Whoever decided elsewhere may have died before they wrote it down, or write into another record.
    ...(kind === 'consumed' &&
      request.decisions.length > 0 && { decisions: request.decisions.map(whoDecided) }),
    ...(kind === 'finished' && { state: request.state }),
    ...(request.endReason !== undefined && { reason: request.endReason }),
    ...(request.editOf !== undefined && { edit_of: request.editOf }),
    ...(request.replacedBy !== undefined && { replaced_by: request.replacedBy }),
  }
  return {
    kind: 'approval',
    approval_id: request.id,
    step: kind,
    ...(by !== undefined && { by }),
    digest: hex(request.digest),
    detail,
  }
}

function whoDecided({ approver, verdict, surface, authentication }: DecisionRecord): JsonObject {
  return { by: approver, verdict, surface, authentication }
}

function askedDetail({ call, rule, sessionId, expiresAtMs, terms }: RequestChange['request']): JsonObject {
  return {
    session_id: sessionId,
    rule: rule.id,
    action_type: call.type,
    expires_at: new Date(expiresAtMs).toISOString(),
    quorum: terms.quorum,
  }
}

function decisionDetail(decision: DecisionRecord): JsonObject {
  const { verdict, surface, authentication, note, grant, renderedDigest, isBreakGlass } = decision
  return {
    verdict,
    surface,
    authentication,
    ...(note !== undefined && { note }),
    ...(grant !== undefined && { grant }),
    ...(renderedDigest !== undefined && { rendered_digest: renderedDigest }),
    ...(isBreakGlass === true && { break_glass: true }),
  }
}

function grantEntry({ kind, grant, requestId }: GrantChange): EntryBody {
  return {
    kind: 'approval',
    approval_id: requestId ?? grant.requestId,
    step: kind,
    ...(kind === 'grant_created' && { by: grant.givenBy }),
    ...(kind === 'grant_revoked' && grant.revokedBy !== undefined && { by: grant.revokedBy }),
    detail: {
      grant: grant.id,
      rule: grant.ruleId,
      resource: grant.resource,
      expires_at: new Date(grant.expiresAtMs).toISOString(),
      uses: grant.uses,
    },
  }
}

function hex(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1)
}
