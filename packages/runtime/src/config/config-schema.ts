import {
  BOOLEAN,
  DRAFT_07,
  listOf,
  mapOf,
  NAME,
  principalSchema,
  TEXT,
  type Schema,
} from '@kvlar/core/schema'
import { CONFIG_KEYS } from './config-keys.ts'
import { driftSchema } from './drift-config.ts'

/** The JSON Schema (draft-07) of proxy configurations, for editors. */
export function configSchema(): Schema {
  const config = mapOf(
    CONFIG_KEYS,
    {
      policy_paths: listOf(NAME, 1),
      transport: { const: 'stdio', default: 'stdio' },
      upstream_command: NAME,
      upstream_args: listOf(TEXT),
      listen_addr: NAME,
      upstream_addr: NAME,
      audit_enabled: { ...BOOLEAN, default: true },
      audit_file: NAME,
      hot_reload: { ...BOOLEAN, default: false },
      health_addr: NAME,
      health_hosts: listOf(NAME),
      redis_url: NAME,
      invariants: NAME,
      drift: driftSchema(),
      server_name: NAME,
      agent_id: NAME,
      principal: principalSchema(),
      fail_open: { const: false },
    },
    { required: ['policy_paths'] },
  )
  return { $schema: DRAFT_07, title: 'Kvlar proxy configuration', ...config }
}
