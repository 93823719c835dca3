import { isJsonObject } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { Emit, Schedule } from '../ports.ts'
import type { RequestMessage } from '../wire/message.ts'
import { notificationLine } from '../wire/answers/own-line.ts'

/** So small that what the server reports later, from 0 or 1 on, still goes up. */
const PROGRESS_STEP = 1e-6

export interface HeartbeatOptions {
  readonly emit: Emit
  readonly schedule: Schedule
  /** Where people decide, in words. */
  readonly whereDecided: string | undefined
}

/** Tells the sender of a request that gave a progress token, now and then, that it waits; until `signal` aborts. */
export function startHeartbeat(
  { from, params }: RequestMessage,
  { emit, schedule, whereDecided }: HeartbeatOptions,
  signal: AbortSignal,
): void {
  const meta = params?.['_meta']
  const progressToken = isJsonObject(meta) ? meta['progressToken'] : undefined
  if (typeof progressToken !== 'string' && typeof progressToken !== 'number') return
  const message =
    whereDecided === undefined ? 'waiting for approval' : `waiting for approval: ${whereDecided}`
  let beats = 0
  const beat = (): void => {
    beats += 1
    const told = { progressToken, progress: beats * PROGRESS_STEP, message }
    emit(from, notificationLine('notifications/progress', told))
    stop = schedule(beat, LIMITS.heartbeatMs)
  }
  let stop = schedule(beat, LIMITS.heartbeatMs)
  signal.addEventListener('abort', () => stop())
}
