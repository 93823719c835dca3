/** What sort of identity stands behind a call. */
export const PRINCIPAL_KINDS = ['user', 'agent', 'service', 'scheduler', 'external'] as const

export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number]

/** On whose authority a call is made. It comes from authentication or configuration, never from the call. */
export interface Principal {
  /** Stable identifier, compared byte for byte. */
  readonly id: string
  readonly kind: PrincipalKind
  /** Role names, compared byte for byte; order carries no meaning. */
  readonly roles: readonly string[]
}

/** The principal of a call for which none was configured: the agent itself, without roles. */
export function agentPrincipal(agentId: string): Principal {
  return { id: agentId, kind: 'agent', roles: [] }
}
