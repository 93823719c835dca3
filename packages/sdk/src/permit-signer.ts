import type { Action } from '@kvlar/core'
import type { IssuedPermit, PermitRequest } from '@kvlar/crypto'
import type { Permit, PermitGrounds } from '@kvlar/gate'

/** Issues permits; `PqTokenSigner` of `@kvlar/crypto` is one. */
export interface TokenSigner {
  issue(request: PermitRequest): Promise<IssuedPermit>
}

export interface PermitTerms {
  /** Who verifies the permit of an action. */
  readonly audienceOf: (action: Action) => string
  /** 30 when absent. */
  readonly lifetimeSeconds?: number | undefined
  /** Whether the session of an action is one that a verifier can compare; true when absent. */
  readonly bindsSession?: boolean
}

/** Signs permits that bind all that was judged of an action. */
export function permitSigner(
  signer: TokenSigner,
  terms: PermitTerms,
): (grounds: PermitGrounds) => Promise<IssuedPermit & Permit> {
  const { audienceOf, lifetimeSeconds, bindsSession = true } = terms
  return async ({ action, sessionId, isInSession, evaluationId, policyDigest }) => {
    const { resource, parameters, principal, target } = action
    const issued = await signer.issue({
      action: resource,
      parameters,
      audience: audienceOf(action),
      principal: principal.id,
      decisionId: evaluationId,
      policyDigest,
      ...(target !== undefined && { target }),
      ...(bindsSession && isInSession && { session: sessionId }),
      ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
    })
    return { ...issued, expiresAtMs: issued.token.expiresAt * 1000 }
  }
}
