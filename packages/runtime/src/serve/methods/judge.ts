import type { ActionInput, Verdict } from '@kvlar/sdk/gate'
import { hintsNotice, targetJson, timeText } from '@kvlar/gate'
import { PRINCIPAL_KINDS } from '@kvlar/core'
import { z } from 'zod'
import { method } from '../method.ts'
import { SERVE_LIMITS } from '../protocol.ts'
import { camelKeys } from '../snake-case.ts'
import { geoShape, parametersShape } from './shapes.ts'

/** One action as a gate judges it; `ActionInput` of the SDK, word for word. */
export const actionInputShape = z
  .strictObject({
    principal_id: z.string(),
    principal_kind: z.enum(PRINCIPAL_KINDS).exactOptional(),
    roles: z.array(z.string()).exactOptional(),
    action_name: z.string(),
    resource: z.string().exactOptional(),
    params: parametersShape.exactOptional(),
    server: z.string().exactOptional(),
    agent_id: z.string().exactOptional(),
    ip: z.string().exactOptional(),
    current_geo: geoShape.exactOptional(),
    device: z.string().exactOptional(),
    session_id: z.string().exactOptional(),
    session_started_at_ms: z.number().exactOptional(),
    origin_ip: z.string().exactOptional(),
    origin_geo: geoShape.exactOptional(),
    origin_device: z.string().exactOptional(),
  })
  .transform((given) => camelKeys(given) as unknown as ActionInput)

/** How long a caller waits for a reviewer before it is told that approval is required. */
export const holdShape = z.number().min(0).max(SERVE_LIMITS.waitMsMax).default(0)

export const judge = method({
  scope: 'judge',
  does: 'Judges one action whole (floor, policies, limits, invariants, drift), records it, asks where the policy asks, and says what came of it. Nothing runs here.',
  params: z.strictObject({ action: actionInputShape, hold_ms: holdShape }),
  run: async ({ action, hold_ms: holdMs }, { serving, signal }) => {
    const { principalId: id, principalKind: kind = 'agent', roles = [] } = action
    serving.actAs({ id, kind, roles })
    return verdictJson(await (await serving.kvlar()).judge(action, { signal, holdMs }))
  },
})

/** A verdict on the wire. */
export function verdictJson(verdict: Verdict): object {
  const { kind, code, evaluator, ruleId, reason, evaluationId, hints } = verdict
  const said = { verdict: kind, code, evaluator, rule_id: ruleId, reason, evaluation_id: evaluationId }
  switch (verdict.kind) {
    case 'permit': {
      const { permit, tokenId, approvalId, wouldBe } = verdict
      return {
        ...said,
        ...(permit !== undefined && { permit: permit.text }),
        ...(tokenId !== undefined && { token_id: tokenId }),
        ...(approvalId !== undefined && { approval_id: approvalId }),
        ...(wouldBe !== undefined && {
          would_be: {
            code: wouldBe.code,
            evaluator: wouldBe.evaluator,
            rule_id: wouldBe.ruleId,
            reason: wouldBe.reason,
          },
        }),
      }
    }
    case 'refuse':
      return { ...said, hints: hintsNotice(hints) }
    case 'invalidate':
      return { ...said, hints: hintsNotice(hints), target: targetJson(verdict.target) }
    case 'require_approval': {
      const { approvalId, expiresAt, url } = verdict.request
      return {
        ...said,
        hints: hintsNotice(hints),
        approval: {
          id: approvalId,
          expires_at: timeText(expiresAt.getTime()),
          ...(url !== undefined && { url }),
        },
      }
    }
  }
}
