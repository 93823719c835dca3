import type { IssuedPermit, PermitRequest } from '@kvlar/crypto'
import type { PermitGrounds, SignPermit } from '@kvlar/gate'
import type { Guarded } from '../ports.ts'

/** Issues permits; `PqTokenSigner` of `@kvlar/crypto` is one. */
export interface TokenSigner {
  issue(request: PermitRequest): Promise<IssuedPermit>
}

export interface PermitTerms {
  /** Who verifies, where an action names no server. */
  readonly audience: string
  readonly lifetimeSeconds: number | undefined
  /** Whether a session is one of the caller's, which a verifier can compare. */
  readonly isNamed: (sessionId: string) => boolean
}

/** Signs permits that bind all that was judged of an action. */
export function permitSigner(signer: TokenSigner, terms: PermitTerms): SignPermit<Guarded> {
  const { audience, lifetimeSeconds, isNamed } = terms
  return async ({ action, sessionId, evaluationId, policyDigest }: PermitGrounds) => {
    const { resource, parameters, principal, target, server } = action
    const issued = await signer.issue({
      action: resource,
      parameters,
      audience: server ?? audience,
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
