import type { Approvals } from '../approvals.ts'
import { ApprovalsError } from '../approvals-error.ts'
import type { HeldRequest } from '../requests/held-request.ts'

/** Longest delay that a timer of Node takes. */
const TIMER_MS_MAX = 2_147_483_647

/** What ends the waiting for a request that goes on being pending. */
export interface Until {
  /** Nobody wants the answer any more. */
  readonly signal: AbortSignal
  readonly atMs: number
  /** The same as that time, whenever it aborts. */
  readonly leave?: AbortSignal
}

/**
 * Waits until a request is no longer pending, by anyone's doing or by its clock.
 *
 * @throws ApprovalsError `APPROVAL_STORE_UNAVAILABLE` when the queue can no longer be read
 */
export async function waitForChange(
  approvals: Approvals,
  id: string,
  until: Until,
): Promise<HeldRequest | 'timeout' | 'aborted'> {
  let wake: () => void = () => {}
  let isBroken = false
  const unsubscribe = await approvals.subscribe((rows) => {
    isBroken = rows === undefined
    if (rows === undefined || rows === 'gap' || rows.some((row) => row.id === id)) wake()
  })
  const onAbort = (): void => wake()
  // A clock that is set back while a caller waits must not hold it longer.
  const overAt = performance.now() + until.atMs - approvals.now()
  for (const end of [until.signal, until.leave]) end?.addEventListener('abort', onAbort)
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const request = await approvals.get(id)
      if (request === undefined || isBroken)
        throw new ApprovalsError('APPROVAL_STORE_UNAVAILABLE', `\`${id}\` cannot be read any more; refusing`)
      if (request.state !== 'pending') return request
      if (until.signal.aborted) return 'aborted'
      const waitMs = Math.min(until.atMs - approvals.now(), overAt - performance.now())
      if (waitMs <= 0 || until.leave?.aborted === true) return 'timeout'
      const left = Math.min(waitMs, request.expiresAtMs - approvals.now())
      const timer = setTimeout(() => wake(), Math.min(Math.max(left, 1), TIMER_MS_MAX))
      await woken
      clearTimeout(timer)
    }
  } finally {
    for (const end of [until.signal, until.leave]) end?.removeEventListener('abort', onAbort)
    unsubscribe()
  }
}
