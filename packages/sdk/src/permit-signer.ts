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
  /** Whether a session is one of the caller's, which a verifier can compare. */
  readonly isNamed: (sessionId: string) => boolean
}

/** Signs permits that bind all that was judged of an action. */
export function permitSigner(
  signer: TokenSigner,
  terms: PermitTerms,
): (grounds: PermitGrounds) => Promise<IssuedPermit & Permit> {
  const { audienceOf, lifetimeSeconds, isNamed } = terms
  return async ({ action, sessionId, evaluationId, policyDigest }) => {
    const { resource, parameters, principal, target } = action
    const issued = await signer.issue({
      action: resource,
      parameters,
      audience: audienceOf(action),
      principal: principal.id,
      decisionId: evaluationId,
      policyDigest,
      ...(target !== undefined && { target }),
      ...(isNamed(sessionId) && { session: sessionId }),
      ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
    })
    return { ...issued, expiresAtMs: issued.token.expiresAt * 1000 }
  }
}
