import type { HealthCheck } from '@kvlar/health'

/** What a proxy must have for its calls to be answered. */
export interface ProxyChecks {
  readonly checks: readonly HealthCheck[]
  /** Hears that the server runs, or does not any more. */
  readonly onServer: (isRunning: boolean) => void
}

/** @param signal aborts when the proxy is told to stop: whoever sends calls then sends them elsewhere */
export function proxyChecks(signal: AbortSignal): ProxyChecks {
  let server: 'starting' | 'running' | 'gone' = 'starting'
  const lookAtServer = (): string | undefined => {
    if (signal.aborted) return 'the proxy is being stopped'
    return server === 'running' ? undefined : SERVER_WORDS[server]
  }
  return {
    checks: [{ name: 'upstream', look: lookAtServer }],
    onServer: (isRunning) => {
      server = isRunning ? 'running' : 'gone'
    },
  }
}

const SERVER_WORDS = { starting: 'the server is being started', gone: 'the server has gone' } as const
