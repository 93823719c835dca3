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
  take(call: UnnamedCall): CallName | undefined
}

/** What a call is judged and counted under. */
export type CallName = Pick<JudgedCall, 'sessionId' | 'callId'>

/** A call that has no name yet; `sessionId` is undefined where it is in no session. */
export interface UnnamedCall extends Pick<JudgedCall, 'action'> {
  readonly sessionId: string | undefined
}

/**
 * INVARIANT: what is not taken at once is forgotten. A later call under an old name would be counted when that was judged,
 * outside of the windows that are open by then.
 */
export function createAheadCalls(now: () => number): AheadCalls {
  const noted = new Map<number, { readonly key: string; readonly atMs: number; readonly name: CallName }>()
  return {
    note: ({ action, sessionId, isInSession, callId }) => {
      const [oldest] = noted.keys()
      if (noted.size >= LIMITS.aheadCallsMax && oldest !== undefined) noted.delete(oldest)
      // In no session the id is but a name, which the call itself would not be given.
      const key = keyOf({ action, sessionId: isInSession ? sessionId : undefined })
      noted.set(callId, { key, atMs: now(), name: { sessionId, callId } })
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
        return one.name
      }
      return undefined
    },
  }
}

/** Who calls what with what, in which session. */
function keyOf({ action, sessionId }: UnnamedCall): string {
  const { type, resource, parameters, agentId, principal, server = null, target = null } = action
  const { id, kind, roles } = principal
  return canonicalJson([
    sessionId ?? null,
    type,
    resource,
    parameters,
    agentId,
    id,
    kind,
    roles,
    server,
    target,
  ])
}
