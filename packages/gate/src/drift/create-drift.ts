import type { ActionContext } from '../evaluators/action-context.ts'
import type { Finding } from '../evaluators/finding.ts'
import { ageDetector, deviceDetector, rateDetector } from './detectors.ts'
import { geoDetector } from './detect-geo.ts'
import { WARNINGS_MAX, type DriftOptions } from './drift-options.ts'
import { readDriftOptions, type ReadDriftOptions } from './read-drift-options.ts'
import type { Detector, Sign } from './sign.ts'

/** Looks for drift in one action. Pure. */
export type Drift = (context: ActionContext) => Finding | undefined

/** A violation ends the session; three warnings at once stop the call. @throws ConfigError for a bound that is none */
export function createDrift(options: DriftOptions = {}): Drift {
  const detectors = detectorsOf(readDriftOptions(options))
  return ({ session, sessionId, environment, nowMs }) => {
    if (session === undefined) return UNHELD
    const signs = detectors.map((detect) => detect({ session, environment, nowMs }))
    return drifted(
      signs.filter((sign) => sign !== undefined),
      sessionId,
    )
  }
}

/** Nothing can be compared, so nothing may pass. */
const UNHELD: Finding = {
  kind: 'refuse',
  code: 'DRIFT_DETECTED',
  ruleId: '_drift_session',
  reason: 'nothing is held of the session',
}

function drifted(signs: readonly Sign[], sessionId: string): Finding | undefined {
  const violation = signs.find(({ level }) => level === 'violation')
  if (violation !== undefined)
    return {
      kind: 'invalidate',
      code: 'DRIFT_DETECTED',
      ruleId: ruleIdOf(violation),
      reason: `${violation.reason}; the session is over`,
      target: { kind: 'session', id: sessionId },
    }
  const [first] = signs
  if (first === undefined || signs.length < WARNINGS_MAX) return undefined
  const reason = signs.map((sign) => sign.reason).join('; ')
  return { kind: 'refuse', code: 'DRIFT_DETECTED', ruleId: ruleIdOf(first), reason }
}

function ruleIdOf({ detector }: Sign): string {
  return `_drift_${detector}`
}

function detectorsOf({ geo, sessionAge, device, rate }: ReadDriftOptions): readonly Detector[] {
  return [
    ...(geo === false ? [] : [geoDetector(geo)]),
    ...(sessionAge === false ? [] : [ageDetector(sessionAge)]),
    ...(device ? [deviceDetector] : []),
    ...(rate === false ? [] : [rateDetector(rate)]),
  ]
}
