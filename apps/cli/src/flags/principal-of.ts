import { agentPrincipal, type Principal } from '@kvlar/core'
import type { ProxyConfig } from '@kvlar/runtime/config'
import { readPrincipal, type PrincipalFlags } from './read-principal.ts'

/** On whose authority calls are made. Flags and file are not mixed: roles of one person must not fall to another. */
export function principalOf(
  flags: Omit<PrincipalFlags, 'agent-id'>,
  agentId: string,
  config: ProxyConfig | undefined,
): Principal {
  const asked = flags['principal-id'] ?? flags['principal-kind'] ?? flags.role[0]
  if (asked === undefined) return config?.principal ?? agentPrincipal(agentId)
  return readPrincipal({ ...flags, 'agent-id': agentId })
}
