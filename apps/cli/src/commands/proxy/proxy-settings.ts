import { dirname, resolve } from 'node:path'
import { agentPrincipal, type Principal } from '@kvlar/core'
import type { KvlarSettings } from '@kvlar/runtime'
import { loadConfigFile, type ProxyConfig } from '@kvlar/runtime/config'
import { readHealthPlace } from '../../health/health-address.ts'
import type { HealthPlace } from '../../health/serve-at.ts'
import { readAskingSettings } from '../../approvals/asking-settings.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { readBeside, readShadow } from '../../flags/read-enforcement.ts'
import { readPrincipal } from '../../flags/read-principal.ts'
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
  readonly config?: ProxyConfig
}

type Flags = Input<typeof proxySpec>['flags']

/**
 * Joins flags and configuration: a flag holds against the file; policies of both are asked, those of the flags first.
 * @throws UsageError for what is missing, SettingsError and ConfigError for a configuration that does not load
 */
export function readProxySettings({ flags, command: given }: Input<typeof proxySpec>): ProxySettings {
  const config = flags.config === undefined ? undefined : loadConfigFile(flags.config)
  if (!flags.stdio && config === undefined) {
    throw new UsageError('no transport is named', 'write `kvlar proxy --stdio --policy FILE -- COMMAND`')
  }
  const policies = [...flags.policy, ...(config === undefined ? [] : configuredPolicies(config))]
  if (policies.length === 0)
    throw new UsageError('no policy is named', 'add `--policy FILE`; `kvlar init` writes one')
  const configured =
    config?.upstreamCommand === undefined ? [] : [config.upstreamCommand, ...config.upstreamArgs]
  const [command, ...args] = given.length > 0 ? given : configured
  if (command === undefined) throw new UsageError('no server is named', 'put its command after `--`')
  const agentId = flags['agent-id'] ?? config?.agentId ?? 'mcp-agent'
  const server = flags.server ?? config?.serverName
  const health = readHealthPlace(flags, config)
  const redis = flags.redis ?? config?.redisUrl
  return {
    kvlar: {
      policies,
      watch: flags.watch || config?.hotReload === true,
      record: readAuditSettings(flags, config),
      approvals: readAskingSettings(flags),
      ...readBeside(flags, config),
      ...readShadow(flags, Date.now()),
      ...(flags.permits === undefined ? {} : { permits: { audience: flags.permits } }),
      ...(redis === undefined ? {} : { redis }),
    },
    command,
    args,
    agentId,
    principal: principalOf(flags, agentId, config),
    ...(server === undefined ? {} : { server }),
    ...(health === undefined ? {} : { health }),
    ...(config === undefined ? {} : { config }),
  }
}

function configuredPolicies({ file, policyPaths }: ProxyConfig): string[] {
  return policyPaths.map((path) => resolve(dirname(file), path))
}

/** Flags and file are not mixed: roles of one person must not fall to another. */
function principalOf(flags: Flags, agentId: string, config: ProxyConfig | undefined): Principal {
  const asked = flags['principal-id'] ?? flags['principal-kind'] ?? flags.role[0]
  if (asked === undefined) return config?.principal ?? agentPrincipal(agentId)
  return readPrincipal({ ...flags, 'agent-id': agentId })
}
