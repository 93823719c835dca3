import type { HealthStats } from './health.ts'
import type { Readiness } from './readiness.ts'

/** What is answered. */
export interface Page {
  readonly status: number
  readonly type: string
  readonly body: string
}

export function jsonPage(status: number, value: object): Page {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(value, undefined, 2)}\n` }
}

/** `/health`: nine keys, in the order of Kvlar 0.3, and 200 for as long as the process answers at all. */
export function healthPage(stats: HealthStats): Page {
  const { allowed, denied, approval } = stats
  return jsonPage(200, {
    status: 'ok',
    uptime_secs: Math.floor(stats.uptimeMs / 1000),
    policy_loaded: stats.isPolicyLoaded,
    rules_count: stats.rules,
    requests_evaluated: allowed + denied + approval,
    requests_allowed: allowed,
    requests_denied: denied,
    requests_approval: approval,
    version: stats.version,
  })
}

/** `/livez`: the process turns its event loop, or nobody would answer. */
export function livenessPage(): Page {
  return jsonPage(200, { status: 'alive' })
}

/** For a monitor that calls this server by a name that nobody has configured: a page of another site may have that name. */
export function hostPage(): Page {
  return jsonPage(403, { error: 'this host name is not configured for metrics' })
}

/** `/readyz`: 503 while calls could not be judged, recorded or answered. */
export function readinessPage({ isReady, checks }: Readiness): Page {
  return jsonPage(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not_ready', checks })
}
