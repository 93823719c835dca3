import type { Diagnostic, Source } from '@kvlar/core'
import {
  dropUndefined,
  freeze,
  readBoolean,
  readInteger,
  readList,
  readMap,
  readName,
  readOneOf,
  readPrincipal,
  readSource,
  readText,
  type MapReader,
  type Node,
  type Read,
  type Report,
} from '@kvlar/core/document'
import { readApprovals, readDurationOrZero } from './approvals-config.ts'
import { CONFIG_KEYS, DURABILITIES, LATER_CONFIG_KEYS, MESSAGE_MIB, SIGNINGS } from './config-keys.ts'
import { readDrift } from './drift-config.ts'
import type { ProxyConfig } from './proxy-config.ts'
import { readReviewer } from './reviewer-config.ts'
import { readShadow } from './shadow-config.ts'

/** A configuration, or every problem that keeps it from being used. */
export type ReadConfig =
  | { readonly ok: true; readonly config: ProxyConfig; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a proxy configuration (YAML, JSON, TOML or an object); never throws for what a file says. */
export function readConfig(source: Source): ReadConfig {
  const found: Diagnostic[] = []
  const { report, node } = readSource(source, 'CONFIG', found)
  const config = node && readProxyConfig(node, report, found)
  if (config === undefined || found.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics: freeze(found) }
  return { ok: true, config: freeze(config), warnings: found }
}

function readProxyConfig(
  node: Node,
  report: Report,
  warnings: readonly Diagnostic[],
): ProxyConfig | undefined {
  const map = readMap(node, report, { keys: CONFIG_KEYS, what: 'a configuration', file: 'config' })
  if (map === undefined) return undefined
  const policyPaths = map.required('policy_paths', readList(readName, { min: 1 }))
  const rest = {
    transport: map.optional('transport', readTransport) ?? 'stdio',
    upstreamCommand: map.optional('upstream_command', readName),
    upstreamArgs: map.optional('upstream_args', readList(readText)) ?? [],
    auditEnabled: map.optional('audit_enabled', readBoolean) ?? true,
    auditFile: map.optional('audit_file', readName),
    auditDurability: map.optional('audit_durability', readOneOf(DURABILITIES)),
    auditSigning: map.optional('audit_signing', readOneOf(SIGNINGS)),
    hotReload: map.optional('hot_reload', readBoolean) ?? false,
    healthAddr: map.optional('health_addr', readName),
    healthHosts: map.optional('health_hosts', readList(readName)),
    redisUrl: map.optional('redis_url', readName),
    invariants: map.optional('invariants', readName),
    drift: map.optional('drift', readDrift),
    approvals: map.optional('approvals', readApprovals),
    reviewer: map.optional('reviewer', readReviewer),
    shadow: map.optional('shadow', readShadow),
    permits: map.optional('permits', readName),
    maxMessageMib: map.optional('max_message_mib', readInteger(...MESSAGE_MIB)),
    drainMs: map.optional('drain', readDurationOrZero),
    home: map.optional('home', readName),
    stateHome: map.optional('state_home', readName),
    serverName: map.optional('server_name', readName),
    agentId: map.optional('agent_id', readName),
    principal: map.optional('principal', readPrincipal),
  } as const
  map.optional('fail_open', readFailOpen)
  readLaterKeys(map, report)
  return policyPaths === undefined
    ? undefined
    : dropUndefined({ file: report.file, policyPaths, ...rest, warnings })
}

const readTransport: Read<'stdio'> = (node, report) => {
  const transport = readOneOf(['stdio', 'tcp'])(node, report)
  if (transport !== 'tcp') return transport
  return report.add('CONFIG_NOT_AVAILABLE', node, '`transport: tcp` is not available yet; refusing to start')
}

const readFailOpen: Read<false> = (node, report) => {
  const open = readBoolean(node, report)
  if (open !== true) return open
  return report.add('CONFIG_FAIL_OPEN', node, '`fail_open: true` is refused: what cannot be judged is denied')
}

function readLaterKeys(map: MapReader, report: Report): void {
  for (const key of LATER_CONFIG_KEYS) {
    const entry = map.node.entries.get(key)
    if (entry === undefined) continue
    if (map.optional(key, readName) !== undefined)
      report.add('CONFIG_LATER_KEY', entry.keyPlace, `\`${key}\` has no effect in this version`)
  }
}
