import type { HealthCheck } from './health.ts'
import { LIMITS } from './limits.ts'

/** Whether calls can be judged, recorded and answered now, and of each part why not. */
export interface Readiness {
  readonly isReady: boolean
  /** `ok`, or why not. */
  readonly checks: Readonly<Record<string, string>>
}

/** Looks at all parts side by side, once for all who ask at the same time, and not again within a second. */
export function createReadiness(checks: readonly HealthCheck[]): () => Promise<Readiness> {
  let looking: Promise<Readiness> | undefined
  let untilMs = Number.NEGATIVE_INFINITY
  const look = async (): Promise<Readiness> => {
    const found = await Promise.all(checks.map(async (check) => [check.name, await lookAt(check)] as const))
    untilMs = performance.now() + LIMITS.readinessMs
    return { isReady: found.every(([, why]) => why === 'ok'), checks: Object.fromEntries(found) }
  }
  let isLooking = false
  return () => {
    if (looking !== undefined && (isLooking || performance.now() < untilMs)) return looking
    isLooking = true
    looking = look().finally(() => {
      isLooking = false
    })
    return looking
  }
}

async function lookAt({ look }: HealthCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, LIMITS.checkMs, `no answer within ${LIMITS.checkMs / 1000} s`)
  })
  try {
    return (await Promise.race([look(), late])) ?? 'ok'
  } catch {
    return 'it cannot be looked at'
  } finally {
    clearTimeout(timer)
  }
}
