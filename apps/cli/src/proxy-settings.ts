import { dirname, resolve } from 'node:path'
import { agentPrincipal, ConfigError, readConfig, type Principal, type ProxyConfig } from '@kvlar/core'
import type { Input } from './command-spec.ts'
import { readPrincipal } from './read-principal.ts'
import { defaultAuditFolder } from './paths.ts'
import { readText } from './read-text.ts'
import type { proxySpec } from './specs/proxy.ts'
import { UsageError } from './usage-error.ts'

/** What a proxy is started with, from flags and configuration. */
export interface ProxySettings {
  readonly policies: readonly string[]
  readonly command: string
  readonly args: readonly string[]
  readonly agentId: string
  readonly principal: Principal
  readonly server?: string
  readonly config?: ProxyConfig
  /** Absent when nothing is recorded, which somebody must have asked for. */
  readonly audit?: AuditSettings
}

/** Where decisions are recorded, and what an acknowledged entry survives. */
export interface AuditSettings {
  /** Absolute. */
  readonly dir: string
  readonly durability: 'os' | 'disk'
}

type Flags = Input<typeof proxySpec>['flags']

/**
 * Joins flags and configuration: a flag holds against the file; policies of both are asked, those of the flags first.
 * @throws UsageError for what is missing, ConfigError for a configuration that does not load
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
  const audit = auditOf(flags, config)
  return {
    policies,
    command,
    args,
    agentId,
    principal: principalOf(flags, agentId, config),
    ...(server === undefined ? {} : { server }),
    ...(config === undefined ? {} : { config }),
    ...(audit === undefined ? {} : { audit }),
  }
}

function auditOf(flags: Flags, config: ProxyConfig | undefined): AuditSettings | undefined {
  const durability = flags['audit-durability']
  if (flags.audit !== undefined) {
    if (flags['no-audit']) throw new UsageError('`--audit` and `--no-audit` contradict each other')
    return { dir: resolve(flags.audit), durability }
  }
  if (flags['no-audit'] || config?.auditEnabled === false) return undefined
  const dir =
    config?.auditFile === undefined ? defaultAuditFolder() : resolve(dirname(config.file), config.auditFile)
  return { dir, durability }
}

function loadConfigFile(file: string): ProxyConfig {
  const text = readText(file)
  if (!text.ok) throw new UsageError(`configuration \`${file}\` cannot be read: ${text.why}`)
  const read = readConfig({ file, text: text.text })
  if (read.ok) return read.config
  const code = read.diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'CONFIG_SYNTAX'
  throw new ConfigError(code, 'the configuration does not load; the proxy does not start', read.diagnostics)
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
