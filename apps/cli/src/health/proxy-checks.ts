import type { HealthCheck } from '@kvlar/health'

/** What a proxy must have for its calls to be answered. */
export interface ProxyChecks {
  readonly checks: readonly HealthCheck[]
  /** Hears that the server runs, or does not any more. */
  readonly onServer: (isRunning: boolean) => void
}

export function proxyChecks(): ProxyChecks {
  let server: 'starting' | 'running' | 'gone' = 'starting'
  const lookAtServer = (): string | undefined => (server === 'running' ? undefined : SERVER_WORDS[server])
  return {
    checks: [{ name: 'upstream', look: lookAtServer }],
    onServer: (isRunning) => {
      server = isRunning ? 'running' : 'gone'
    },
  }
}

const SERVER_WORDS = { starting: 'the server is being started', gone: 'the server has gone' } as const
