import type { HeldRequest } from './held-request.ts'
import { transition, type RequestEvent } from './transition.ts'

/** The request after an event; undefined when that cannot happen to it. */
export function advance(request: HeldRequest, event: RequestEvent, atMs: number): HeldRequest | undefined {
  const state = transition(request.state, event)
  if (state === undefined) return undefined
  if (state === 'approved')
    return {
      ...request,
      state,
      decidedAtMs: atMs,
      executeByMs: atMs + request.terms.executeWithinMs,
    }
  if (state === 'executing') return { ...request, state }
  return { ...request, state, endedAtMs: atMs, ...(state === 'denied' && { decidedAtMs: atMs }) }
}

/** The request as its two clocks have it by now; the same object when neither has run out. */
export function settleClocks(request: HeldRequest, nowMs: number): HeldRequest {
  if (request.state === 'pending' && nowMs >= request.expiresAtMs)
    return { ...request, state: 'expired', endedAtMs: request.expiresAtMs }
  if (request.state === 'approved' && request.executeByMs !== undefined && nowMs >= request.executeByMs)
    return { ...request, state: 'lapsed', endedAtMs: request.executeByMs }
  return request
}
