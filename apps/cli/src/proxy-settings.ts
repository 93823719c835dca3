import { dirname, resolve } from 'node:path'
import { agentPrincipal, ConfigError, readConfig, type Principal, type ProxyConfig } from '@kvlar/core'
import { readAskingSettings, type AskingSettings } from './approvals/asking-settings.ts'
import { readAuditSettings, type AuditSettings } from './audit-settings.ts'
import type { Input } from './command-spec.ts'
import { readPrincipal } from './read-principal.ts'
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
  /** Absent when nobody is asked: a call that needs approval is then answered at once. */
  readonly asking?: AskingSettings
}

type Flags = Input<typeof proxySpec>['flags']

/**
 * Joins flags and configuration: a flag holds against the file; policies of both are asked, those of the flags first.
 * @throws UsageError for what is missing, ConfigError for a configuration that does not load
 */
export async function readProxySettings({
  flags,
  command: given,
}: Input<typeof proxySpec>): Promise<ProxySettings> {
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
  const audit = readAuditSettings(flags, config)
  const asking = await readAskingSettings(flags)
  return {
    policies,
    command,
    args,
    agentId,
    principal: principalOf(flags, agentId, config),
    ...(server === undefined ? {} : { server }),
    ...(config === undefined ? {} : { config }),
    ...(audit === undefined ? {} : { audit }),
    ...(asking === undefined ? {} : { asking }),
  }
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
