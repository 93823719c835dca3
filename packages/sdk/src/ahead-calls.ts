import { canonicalJson } from '@kvlar/core/json'
import type { JudgedCall } from './judged-call.ts'
import { LIMITS } from './limits.ts'

/**
 * Calls that were judged ahead and wait for nobody: the call itself, which a framework makes right after, is judged under
 * the same name, so that a limit counts one call and not two.
 */
export interface AheadCalls {
  note(call: JudgedCall): void
  /** The name of such a call, once, when it is this one. */
  take(call: Pick<JudgedCall, 'action' | 'sessionId'>): number | undefined
}

/**
 * INVARIANT: what is not taken at once is forgotten. A later call under an old name would be counted when that was judged,
 * outside of the windows that are open by then.
 */
export function createAheadCalls(now: () => number): AheadCalls {
  const noted = new Map<number, { readonly key: string; readonly atMs: number }>()
  return {
    note: (call) => {
      const [oldest] = noted.keys()
      if (noted.size >= LIMITS.aheadCallsMax && oldest !== undefined) noted.delete(oldest)
      noted.set(call.callId, { key: keyOf(call), atMs: now() })
    },
    take: (call) => {
      // Hardly any program asks ahead.
      if (noted.size === 0) return undefined
      const sinceMs = now() - LIMITS.aheadMsMax
      for (const [callId, { atMs }] of noted) if (!(atMs > sinceMs)) noted.delete(callId)
      const key = keyOf(call)
      for (const [callId, one] of noted) {
        if (one.key !== key) continue
        noted.delete(callId)
        return callId
      }
      return undefined
    },
  }
}

/** Who calls what with what, in which session. */
function keyOf({ action, sessionId }: Pick<JudgedCall, 'action' | 'sessionId'>): string {
  const { type, resource, parameters, agentId, principal, server = null, target = null } = action
  const { id, kind, roles } = principal
  return canonicalJson([sessionId, type, resource, parameters, agentId, id, kind, roles, server, target])
}
