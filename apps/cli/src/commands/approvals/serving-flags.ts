import { DEFAULT_ADDRESS } from '@kvlar/reviewer/address'
import type { ProxyConfig } from '@kvlar/runtime/config'
import type { Input } from '../../command-line/command-spec.ts'
import { recordFlags } from '../../flags/audit-settings.ts'
import { approversOf, besideConfig, policiesOf, queueOf } from '../../flags/config/from-config.ts'
import type { approvalsServeSpec } from './serve-spec.ts'

type Flags = Input<typeof approvalsServeSpec>['flags']

/** The flags of `kvlar approvals serve`, with what a configuration says where they say nothing. */
export function servingFlags(flags: Flags, config: ProxyConfig | undefined) {
  const {
    host,
    port,
    hostnames = [],
    secure,
    files = [],
    webhookCallback,
    healthAddr,
  } = config?.reviewer ?? {}
  const folders = config === undefined ? [] : files.map((folder) => besideConfig(config, folder))
  return {
    ...recordFlags(flags, config),
    host: flags.host ?? host ?? DEFAULT_ADDRESS.host,
    port: flags.port ?? port ?? DEFAULT_ADDRESS.port,
    hostname: [...flags.hostname, ...hostnames],
    secure: flags.secure || secure === true,
    files: [...flags.files, ...folders],
    'webhook-callback': flags['webhook-callback'] || webhookCallback === true,
    health: flags.health ?? healthAddr,
    policy: policiesOf(flags.policy, config),
    approvers: approversOf(flags.approvers, config),
    db: queueOf(flags.db, config),
  }
}
