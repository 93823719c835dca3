/**
 * What probes and monitors ask of a running Kvlar: `/health`, `/livez`, `/readyz` and `/metrics`, over HTTP.
 *
 * For the command, and for programs that open Kvlar themselves. It knows no other package: what it tells comes in as a
 * port, of which the `health` of a running Kvlar is one. It never decides, changes or records anything, and what it says
 * holds no path, no argument and no name of anybody.
 */
export { serveHealth, type ServedHealth, type ServeHealthOptions } from './serve-health.ts'
export type { Health, HealthCheck, HealthStats } from './health.ts'
export type { CallOutcome, HealthEvent, HealthGauges } from './health-event.ts'
export type { HealthNotice } from './health-notice.ts'
