import { DEFAULT_DENY_RULE_ID, type Decision, type EffectType, type Facts } from '@kvlar/core'
import { redactSecrets } from '@kvlar/core/readings'
import type { DecidedBody, FactsRecord, WouldBe } from '../entry/entry.ts'
import { redactParameters } from '../redact/redact-parameters.ts'
import { clipText } from './clip-text.ts'
import { decisionId } from './decision-id.ts'
import type { DecidedEvent, EntryContext, RecordedVerdict } from './recorded-event.ts'
import { targetRecord } from './target-record.ts'

/** What became of the message, and the seed's word for it. */
const EFFECTS = {
  allow: { effective: 'forward', outcome: 'allowed' },
  deny: { effective: 'refuse', outcome: 'denied' },
  require_approval: { effective: 'wait', outcome: 'pending_approval' },
} as const satisfies Record<EffectType, Pick<DecidedBody, 'effective' | 'outcome'>>

/**
 * The entry of one decision: enough to decide it again, and nothing that is to stay hidden.
 * @throws EvaluationError for arguments that are not JSON
 */
export function decidedBody(event: DecidedEvent, context: EntryContext): DecidedBody {
  const { digestKey, engine, enforcementDigest } = context
  const { action, decision, effective, requestId, conditions } = event
  const { principal } = action
  const isAsDecided = effective.code === decision.code && effective.reason === decision.reason
  return {
    kind: 'decided',
    decision_id: decisionId(event),
    session_id: event.sessionId,
    from: event.from,
    method: clipText(event.method),
    ...(requestId === undefined
      ? {}
      : { request_id: typeof requestId === 'string' ? clipText(requestId) : requestId }),
    action_type: action.type,
    resource: clipText(redactSecrets(action.resource)),
    ...(action.target === undefined ? {} : { target: clipText(redactSecrets(action.target)) }),
    agent_id: clipText(action.agentId),
    principal: { id: clipText(principal.id), kind: principal.kind, roles: principal.roles.map(clipText) },
    ...(action.server === undefined ? {} : { server: clipText(action.server) }),
    ...(event.toolDefinition === undefined ? {} : { tool_definition: event.toolDefinition }),
    ...redactParameters(action.parameters, {
      fields: event.redactFields,
      digestKey,
      keep: spoke(decision) ? 'values' : 'shape',
    }),
    ...(conditions === undefined ? {} : { conditions }),
    facts: factsRecord(event.facts),
    policy_digest: event.policyDigest,
    ...(enforcementDigest === undefined ? {} : { enforcement_digest: enforcementDigest }),
    matched_rule: clipText(decision.ruleId),
    ...(decision.policy === undefined ? {} : { policy: clipText(decision.policy) }),
    code: decision.code,
    reason: clipText(decision.reason),
    ...(decision.error === undefined ? {} : { error: clipText(decision.error) }),
    ...(decision.matched === undefined ? {} : { matched: clipText(decision.matched) }),
    decision: decision.outcome,
    ...EFFECTS[effective.outcome],
    ...(isAsDecided ? {} : { effective_code: effective.code, effective_reason: clipText(effective.reason) }),
    ...evaluatorOf(effective),
    ...(event.wouldBe === undefined ? {} : { would_be: wouldBe(event.wouldBe) }),
    ...(effective.invalidates === undefined ? {} : { invalidates: targetRecord(effective.invalidates) }),
    ...(event.approvalId === undefined ? {} : { approval_id: event.approvalId }),
    ...(event.protocolRevision === undefined ? {} : { protocol: clipText(event.protocolRevision) }),
    engine,
    decide_us: event.decideUs,
  }
}

function evaluatorOf({ evaluator = 'policy' }: RecordedVerdict): Pick<DecidedBody, 'evaluator'> {
  return evaluator === 'policy' ? {} : { evaluator: clipText(evaluator) }
}

function wouldBe({ outcome, code, reason, evaluator = 'policy' }: RecordedVerdict): WouldBe {
  const effective = outcome === 'require_approval' ? 'wait' : 'refuse'
  return { effective, code, reason: clipText(reason), evaluator: clipText(evaluator) }
}

/** Whether a rule spoke on the call. Where none did, nobody said which of its fields are to be hidden. */
function spoke({ code, ruleId }: Decision): boolean {
  switch (code) {
    case 'POLICY_ALLOW':
    case 'POLICY_DENY':
    case 'POLICY_APPROVAL_REQUIRED':
      return true
    case 'RATE_LIMIT_EXCEEDED':
      return ruleId !== DEFAULT_DENY_RULE_ID
    case 'POLICY_DEFAULT_DENY':
    case 'EVALUATION_ERROR':
      return false
  }
}

function factsRecord({ nowMs, counts, sessionStartedAtMs }: Facts): FactsRecord {
  return {
    now_ms: nowMs,
    ...(counts === undefined || counts.size === 0
      ? {}
      : { counts: [...counts].map(([key, count]) => ({ key: clipText(key), count })) }),
    ...(sessionStartedAtMs === undefined ? {} : { session_started_at_ms: sessionStartedAtMs }),
  }
}
