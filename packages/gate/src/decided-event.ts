import type { Call } from './call.ts'
import type { Decided } from './decide-action.ts'
import type { DecidedEvent } from './ports.ts'
import type { Surface } from './surface.ts'

/** What the record is told of a decision. */
export function decidedEvent<S extends Surface>(
  { context, sessionId, callId, definitions }: Call<S>,
  { action, redactFields, decision, effective, wouldBe, policyDigest, facts, decideUs }: Decided,
  approvalId: string | undefined,
): DecidedEvent<S> {
  const toolDefinition = action.type === 'tool_call' ? definitions?.get(action.resource) : undefined
  return {
    ...context,
    kind: 'decided',
    sessionId,
    callId,
    atMs: facts.nowMs,
    action,
    redactFields,
    decision,
    effective,
    ...(wouldBe !== undefined && { wouldBe }),
    policyDigest,
    facts,
    decideUs,
    ...(toolDefinition !== undefined && { toolDefinition }),
    ...(approvalId !== undefined && { approvalId }),
  }
}
