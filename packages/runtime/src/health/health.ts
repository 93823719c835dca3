import type { HealthGauges, HealthWatcher } from './health-event.ts'

/**
 * How a Kvlar fares: for whoever answers probes and monitors. Looking changes nothing: nothing is opened for good, and
 * nothing is recorded.
 */
export interface Health {
  readonly stats: () => HealthStats
  /** What must be so for calls to be judged, recorded and answered; whatever is not used here is not asked. */
  readonly checks: readonly HealthCheck[]
  /** Lets a monitor hear of all that it counts, from now on. @returns ends that */
  readonly watch: (watcher: HealthWatcher) => () => void
  readonly gauges: () => Promise<HealthGauges>
}

/** What has become of calls since the start. Each counts once, by what was said of it first: before people, or a permit. */
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
  /**
   * Why not, in words that hold no path, no name and no argument; undefined when all is well. Rejecting is a reason that
   * has no words.
   */
  readonly look: () => Promise<string | undefined> | string | undefined
}
