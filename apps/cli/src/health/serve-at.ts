import type { HealthCheck } from '@kvlar/health'
import type { Address } from '@kvlar/reviewer/address'
import type { Health, Tell } from '@kvlar/runtime'

export interface ServeAtOptions {
  readonly health: Health
  /** What this command must have beside what Kvlar has. */
  readonly checks: readonly HealthCheck[]
  readonly tell: Tell
}

/** Answers probes until the returned function is called; never rejects, and nothing waits for it. */
export function serveHealthAt(
  address: Address | undefined,
  { health, checks, tell }: ServeAtOptions,
): () => Promise<void> {
  if (address === undefined) return () => Promise.resolve()
  const serving = (async () => {
    const { serveHealth } = await import('@kvlar/health')
    return serveHealth({ ...address, health: { ...health, checks: [...health.checks, ...checks] }, tell })
  })().catch((error: unknown) => {
    tell({ severity: 'warning', text: `health is not served: ${String(error)}` })
    return undefined
  })
  return async () => (await serving)?.close()
}
