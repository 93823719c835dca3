import { agentPrincipal, type Principal, type PrincipalKind } from '@kvlar/core'

/** The flags that say on whose authority something happens. */
export interface PrincipalFlags {
  readonly 'agent-id': string
  readonly 'principal-id': string | undefined
  readonly 'principal-kind': PrincipalKind | undefined
  readonly role: readonly string[]
}

/** The principal of the flags; what they leave out is that of the agent itself. */
export function readPrincipal(flags: PrincipalFlags): Principal {
  const agent = agentPrincipal(flags['agent-id'])
  return {
    id: flags['principal-id'] ?? agent.id,
    kind: flags['principal-kind'] ?? agent.kind,
    roles: flags.role,
  }
}
