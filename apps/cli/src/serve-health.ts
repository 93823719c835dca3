import type { ServedHealth, ServeHealthOptions } from '@kvlar/health'

/** As `serveHealth` of `@kvlar/health`, which is loaded only here: most programs answer no probes. */
export async function serveHealth(options: ServeHealthOptions): Promise<ServedHealth> {
  const { serveHealth: serve } = await import('@kvlar/health')
  return serve(options)
}
