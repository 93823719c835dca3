import type { HealthCheck } from '@kvlar/health'
import type { Address } from '@kvlar/reviewer/address'
import type { Health, Tell } from '@kvlar/runtime'

/** Where probes are answered. */
export interface HealthPlace extends Address {
  /** Further host names by which monitors may ask. */
  readonly hosts: readonly string[]
}

export interface ServeAtOptions {
  readonly health: Health
  /** What this command must have beside what Kvlar has. */
  readonly checks: readonly HealthCheck[]
  readonly tell: Tell
}

/**
 * Answers probes until the returned function is called. All is counted from when this resolves, which waits for no address.
 * Never rejects.
 */
export async function serveHealthAt(
  place: HealthPlace | undefined,
  { health, checks, tell }: ServeAtOptions,
): Promise<() => Promise<void>> {
  if (place === undefined) return () => Promise.resolve()
  const { serveHealth } = await import('@kvlar/health')
  const all = { ...health, checks: [...health.checks, ...checks] }
  const serving = serveHealth({ ...place, health: all, tell }).catch((error: unknown) => {
    tell({ severity: 'warning', text: `health is not served: ${String(error)}` })
    return undefined
  })
  return async () => (await serving)?.close()
}
