import type { HealthEvent, HealthGauges } from './health-event.ts'

/** What is told: the `health` of a running Kvlar has all of it. */
export interface Health {
  readonly stats: () => HealthStats
  /** What must be so for calls to be judged, recorded and answered. */
  readonly checks: readonly HealthCheck[]
  /** Lets it hear of all that is counted, from now on; without it there are no `/metrics`. @returns ends that */
  readonly watch?: (watcher: (event: HealthEvent) => void) => () => void
  readonly gauges?: () => Promise<HealthGauges>
}

/** What has become of calls since the start, each counted once, by what was said of it first. */
export interface HealthStats {
  readonly version: string
  readonly uptimeMs: number
  readonly isPolicyLoaded: boolean
  /** Rules in force. */
  readonly rules: number
  readonly allowed: number
  readonly denied: number
  readonly approval: number
}

export interface HealthCheck {
  /** One word, such as `record`. */
  readonly name: string
  /** Why not, in words that anybody may read; undefined when all is well. Rejecting is a reason that has no words. */
  readonly look: () => Promise<string | undefined> | string | undefined
}
