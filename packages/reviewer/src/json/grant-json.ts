import type { Grant, GrantField } from '@kvlar/approvals'
import type { JsonObject } from '@kvlar/core/json'
import { time } from './request-json.ts'

/** A grant as the API shows it: what it covers, for whom, until when, and how often it was used. */
export function grantJson(grant: Grant): JsonObject {
  return {
    id: grant.id,
    state: grant.state,
    request_id: grant.requestId,
    given_by: grant.givenBy,
    created_at: time(grant.createdAtMs),
    expires_at: time(grant.expiresAtMs),
    session_id: grant.sessionId ?? null,
    principal: grant.principal,
    server: grant.server ?? null,
    tool_name: grant.resource,
    rule: grant.ruleId,
    covers: grant.scope.kind === 'exact' ? 'the same arguments' : grant.scope.fields.map(fieldText),
    uses: grant.uses,
    revoked_by: grant.revokedBy ?? null,
  }
}

/** One field of a shape, for people. */
export function fieldText({ path, test }: GrantField): string {
  const name = path.join('.')
  switch (test.kind) {
    case 'equals':
      return `${name} = ${JSON.stringify(test.value)}`
    case 'hidden':
      return `${name} = the same hidden value`
    case 'like':
      return `${name} = ${test.parts.map((part) => ('text' in part ? part.text : `\u2039any ${part.any}\u203a`)).join('')}`
  }
}
