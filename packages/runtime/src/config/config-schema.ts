import {
  BOOLEAN,
  DRAFT_07,
  listOf,
  mapOf,
  NAME,
  principalSchema,
  TEXT,
  wholeNumber,
  type Schema,
} from '@kvlar/core/schema'
import { approvalsSchema, DURATION_OR_ZERO } from './approvals-config.ts'
import { CONFIG_KEYS, DURABILITIES, MESSAGE_MIB, SIGNINGS } from './config-keys.ts'
import { driftSchema } from './drift-config.ts'
import { reviewerSchema } from './reviewer-config.ts'
import { shadowSchema } from './shadow-config.ts'

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
      audit_durability: { enum: DURABILITIES, default: 'os' },
      audit_signing: { enum: SIGNINGS, default: 'batched' },
      hot_reload: { ...BOOLEAN, default: false },
      health_addr: NAME,
      health_hosts: listOf(NAME),
      redis_url: NAME,
      invariants: NAME,
      drift: driftSchema(),
      approvals: approvalsSchema(),
      reviewer: reviewerSchema(),
      shadow: shadowSchema(),
      permits: NAME,
      max_message_mib: wholeNumber(...MESSAGE_MIB),
      drain: DURATION_OR_ZERO,
      home: NAME,
      state_home: NAME,
      server_name: NAME,
      agent_id: NAME,
      principal: principalSchema(),
      fail_open: { const: false },
    },
    { required: ['policy_paths'] },
  )
  return { $schema: DRAFT_07, title: 'Kvlar configuration', ...config }
}
