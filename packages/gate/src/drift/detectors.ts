import { AGE_WARNING_PART } from './drift-options.ts'
import type { Detector } from './sign.ts'

const MINUTE_MS = 60_000

/** A session that lives too long; an action in none is as old as it says. */
export function ageDetector({ maxMs }: { readonly maxMs: number }): Detector {
  return ({ nowMs, session: { startedAtMs = nowMs } }) => {
    const ageMs = nowMs - startedAtMs
    if (ageMs <= maxMs * AGE_WARNING_PART) return undefined
    const level = ageMs <= maxMs ? 'warning' : 'violation'
    const [age, max] = [minutes(ageMs), minutes(maxMs)]
    return {
      level,
      detector: 'session_age',
      reason: `the session is ${age} minutes old, and ${max} are allowed`,
    }
  }
}

/** A session that goes on with another device, or without saying with which. */
export const deviceDetector: Detector = ({ environment: { device }, session: { origin } }) =>
  origin.device === undefined || origin.device === device
    ? undefined
    : {
        level: 'violation',
        detector: 'device',
        reason:
          device === undefined
            ? 'the device with which the session began is not named any more'
            : 'the call comes from another device than the one with which the session began',
      }

/** A session that acts faster than its user would. A young one is taken to be a minute old. */
export function rateDetector({
  warnAbove,
  maxPerMinute,
}: {
  readonly warnAbove: number
  readonly maxPerMinute: number
}): Detector {
  return ({ nowMs, session: { startedAtMs = nowMs, actions = 1 } }) => {
    const perMinute = actions / Math.max(1, (nowMs - startedAtMs) / MINUTE_MS)
    if (perMinute <= warnAbove) return undefined
    return {
      level: perMinute > maxPerMinute ? 'violation' : 'warning',
      detector: 'rate',
      reason: `the session acts ${Math.round(perMinute)} times a minute`,
    }
  }
}

function minutes(ms: number): number {
  return Math.round(ms / MINUTE_MS)
}
