import { permitSigner } from '@kvlar/sdk'
import type { OwnKeys } from '../keys/own-keys.ts'
import type { Tell } from '../notice.ts'
import { ownSigner } from './own-signer.ts'
import type { PermitSettings } from './permit-settings.ts'

type Sign = ReturnType<typeof permitSigner>

/** What signs the calls of a running Kvlar. */
export interface Permits {
  /** For guarded functions, of which each may name the server that it stands for and that verifies. */
  readonly forFunctions: Sign
  /** For the server behind a proxy, whatever rules call it. Its sessions are the proxy's own, and bound by no permit. */
  readonly forServer: Sign
}

export function permitsOf(
  { audience, lifetimeSeconds }: PermitSettings,
  keys: () => Promise<OwnKeys>,
  tell: Tell,
): Permits {
  const signer = ownSigner(keys, tell)
  return {
    forFunctions: permitSigner(signer, {
      audienceOf: ({ server = audience }) => server,
      lifetimeSeconds,
    }),
    forServer: permitSigner(signer, { audienceOf: () => audience, lifetimeSeconds, bindsSession: false }),
  }
}
