import { packageVersion } from '@kvlar/core/node'
import type { PoliciesInForce } from '../policies/policies-in-force.ts'
import type { HealthGauges } from './health-event.ts'
import type { Health, HealthCheck } from './health.ts'
import type { Hub } from './hub.ts'
import type { Tally } from './tally.ts'

/** Says why something cannot be had; undefined when it can. */
type Look = HealthCheck['look']

export interface HealthOptions {
  readonly tally: Tally
  readonly hub: Pick<Hub, 'watch'>
  /** Absent for a process that judges no calls. */
  readonly inForce?: () => PoliciesInForce
  /** Each under its name; what is absent is not used here, and not asked. */
  readonly looks: Readonly<Record<string, Look | undefined>>
  readonly gauges: () => Promise<HealthGauges>
}

export function createHealth({ tally, hub, inForce, looks, gauges }: HealthOptions): Health {
  const startedAt = performance.now()
  const isPolicyLoaded = (): boolean => inForce !== undefined && inForce().policies.length > 0
  const checks: HealthCheck[] = []
  if (inForce !== undefined)
    checks.push({ name: 'policy', look: () => (isPolicyLoaded() ? undefined : 'no policy is in force') })
  for (const [name, look] of Object.entries(looks)) if (look !== undefined) checks.push({ name, look })
  return {
    stats: () => ({
      version: packageVersion(),
      uptimeMs: performance.now() - startedAt,
      isPolicyLoaded: isPolicyLoaded(),
      rules: inForce?.().engine.ruleCount ?? 0,
      ...tally.read(),
    }),
    checks,
    watch: hub.watch,
    gauges,
  }
}
