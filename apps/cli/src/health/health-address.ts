import { readAddress } from '../approvals/address.ts'
import { UsageError } from '../failures/usage-error.ts'
import type { HealthPlace } from './serve-at.ts'

/** What the flags of `HEALTH_FLAGS` say. */
interface HealthFlags {
  readonly health: string | undefined
  readonly 'health-host': readonly string[]
}

/** The same from a configuration. */
interface HealthConfig {
  readonly healthAddr?: string
  readonly healthHosts?: readonly string[]
}

/**
 * Where probes are answered: HOST:PORT, or a port of this machine alone. A flag holds against the configuration.
 * @throws UsageError
 */
export function readHealthPlace(flags: HealthFlags, config: HealthConfig = {}): HealthPlace | undefined {
  const said = flags.health ?? config.healthAddr
  const hosts = [...flags['health-host'], ...(config.healthHosts ?? [])]
  if (said === undefined) {
    if (hosts.length === 0) return undefined
    throw new UsageError('host names for monitors need an address', 'add `--health 127.0.0.1:9101`')
  }
  for (const host of hosts)
    if (!/^[A-Za-z0-9.-]{1,253}$/.test(host))
      throw new UsageError(
        `\`${host}\` is no host name`,
        'write it without scheme and port, such as kvlar.internal',
      )
  const label = flags.health === undefined ? 'health_addr' : '--health'
  return { ...readAddress(label, /^\d{1,5}$/.test(said) ? `127.0.0.1:${said}` : said), hosts }
}
