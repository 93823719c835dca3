import { DEFAULT_APPROVAL_TERMS } from '@kvlar/core'
import { redactSecrets } from '@kvlar/core/readings'
import type { AskedCall } from './asked-call.ts'
import { bindCall } from './binding.ts'
import type { HeldRequest, ShownCall } from './held-request.ts'
import { newId, type Queue } from '../store/queue.ts'
import { sealCall } from './sealed-call.ts'
import { visibleArguments } from './visible-call.ts'

/** The digest of a call that is asked about; throws as `bindCall` does. */
export function digestOf(queue: Queue, asked: AskedCall): string {
  const { action, toolDefinition, decision } = asked
  return bindCall(
    {
      action,
      exclude: (decision.approval ?? DEFAULT_APPROVAL_TERMS).digestExclude,
      ...(toolDefinition !== undefined && { definition: toolDefinition }),
    },
    queue.keys,
  )
}

/** A new pending request for a call. Nothing is stored yet. */
export function holdCall(queue: Queue, asked: AskedCall, digest: string): HeldRequest {
  const { action, decision, redactFields, policyDigest, sessionId } = asked
  const id = newId('apr')
  const nowMs = queue.now()
  const terms = decision.approval ?? DEFAULT_APPROVAL_TERMS
  return {
    id,
    state: 'pending',
    digest,
    call: shownCall(queue, asked),
    sealed: sealCall(action, id, queue.keys),
    rule: {
      id: decision.ruleId,
      ...(decision.policy !== undefined && { policy: decision.policy }),
      ...(decision.origin !== undefined && { origin: decision.origin }),
      reason: decision.reason,
      ...(decision.matched !== undefined && { matched: decision.matched }),
      ...(decision.riskLevel !== undefined && { riskLevel: decision.riskLevel }),
    },
    policyDigest,
    sessionId,
    terms,
    redactFields,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + terms.timeoutMs,
    decisions: [],
    escalations: 0,
    owner: queue.store.owner,
  }
}

function shownCall(queue: Queue, { action, redactFields, toolDefinition }: AskedCall): ShownCall {
  const { type, resource, server, target, agentId, principal, parameters } = action
  const { id, kind, roles } = principal
  return {
    type,
    resource: redactSecrets(resource),
    ...(server !== undefined && { server }),
    ...(target !== undefined && { target: redactSecrets(target) }),
    agentId,
    principal: { id, kind, roles },
    ...visibleArguments(parameters, redactFields, queue.keys),
    ...(toolDefinition !== undefined && { definition: toolDefinition }),
  }
}
