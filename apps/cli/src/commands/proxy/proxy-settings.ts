import type { Principal } from '@kvlar/core'
import type { KvlarSettings } from '@kvlar/runtime'
import type { ProxyConfig } from '@kvlar/runtime/config'
import type { PinnedFolders } from '@kvlar/runtime/places'
import type { HealthPlace } from '../../health/serve-at.ts'
import { readHealthPlace } from '../../health/health-address.ts'
import { askingFlags, readAskingSettings } from '../../approvals/asking-settings.ts'
import { readAuditSettings, recordFlags } from '../../flags/audit-settings.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { readBeside, readShadow } from '../../flags/read-enforcement.ts'
import { foldersOf, permitsOf, policiesOf, redisOf } from '../../flags/config/from-config.ts'
import { readConfigFlag } from '../../flags/config/read-config-flag.ts'
import { readDrain } from '../../flags/drain-flag.ts'
import { principalOf } from '../../flags/principal-of.ts'
import { placeDecided } from '../../approvals/where-decided.ts'
import type { proxySpec } from './proxy-spec.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** What a proxy is started with, from flags and configuration. */
export interface ProxySettings {
  readonly kvlar: Pick<
    KvlarSettings,
    | 'policies'
    | 'watch'
    | 'record'
    | 'approvals'
    | 'invariants'
    | 'drift'
    | 'observeOnly'
    | 'permits'
    | 'redis'
  >
  readonly command: string
  readonly args: readonly string[]
  readonly agentId: string
  readonly principal: Principal
  readonly server?: string
  /** Where probes are answered. */
  readonly health?: HealthPlace
  readonly folders: PinnedFolders
  readonly drainMs: number
  /** Where people decide what waits, in words; undefined when nobody is asked. */
  readonly whereDecided: string | undefined
  /** Longest message; the proxy's own bound when absent. */
  readonly lineBytesMax?: number
  readonly config?: ProxyConfig
}

/**
 * Joins flags and configuration: a flag holds against the file; policies of both are asked, those of the flags first.
 * @throws UsageError for what is missing, SettingsError and ConfigError for a configuration that does not load
 */
export function readProxySettings({ flags, command: given }: Input<typeof proxySpec>): ProxySettings {
  const config = readConfigFlag(flags)
  if (!flags.stdio && config === undefined) {
    throw new UsageError('no transport is named', 'write `kvlar proxy --stdio --policy FILE -- COMMAND`')
  }
  const policies = policiesOf(flags.policy, config)
  if (policies.length === 0)
    throw new UsageError('no policy is named', 'add `--policy FILE`; `kvlar init` writes one')
  const configured =
    config?.upstreamCommand === undefined ? [] : [config.upstreamCommand, ...config.upstreamArgs]
  const [command, ...args] = given.length > 0 ? given : configured
  if (command === undefined) throw new UsageError('no server is named', 'put its command after `--`')
  const agentId = flags['agent-id'] ?? config?.agentId ?? 'mcp-agent'
  const server = flags.server ?? config?.serverName
  const health = readHealthPlace(flags, config)
  const asking = askingFlags(flags, config)
  const maxMib = flags['max-message-mib'] ?? config?.maxMessageMib
  return {
    kvlar: {
      policies,
      watch: flags.watch || config?.hotReload === true,
      record: readAuditSettings(recordFlags(flags, config)),
      approvals: readAskingSettings(asking),
      ...readBeside(flags, config),
      ...readShadow(flags, Date.now(), config),
      ...permitsOf(flags.permits, config),
      ...redisOf(flags.redis, config),
    },
    command,
    args,
    agentId,
    principal: principalOf(flags, agentId, config),
    ...(server === undefined ? {} : { server }),
    ...(health === undefined ? {} : { health }),
    folders: foldersOf(flags, config),
    drainMs: readDrain(flags, config),
    whereDecided: placeDecided(asking),
    ...(maxMib === undefined ? {} : { lineBytesMax: maxMib * 1024 * 1024 }),
    ...(config === undefined ? {} : { config }),
  }
}
