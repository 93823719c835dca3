import type { TokenSigner } from '@kvlar/sdk'
import type { OwnKeys } from '../keys/own-keys.ts'
import type { Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import { tellFailures } from '../tell-failures.ts'

/**
 * Signs permits with the user's current key, which is opened, or made, when the first one is asked for.
 *
 * @param tell told when signing begins to fail, and when it works again
 */
export function ownSigner(keys: () => Promise<OwnKeys>, tell: Tell): TokenSigner {
  const signer = onDemand(async (): Promise<TokenSigner> => {
    const { PqTokenSigner } = await import('@kvlar/crypto')
    const { ring } = await keys()
    return PqTokenSigner.fromSigner(ring.current.signer())
  })
  const told = tellFailures(tell, {
    failing: 'no permit can be signed, so calls are denied',
    again: 'permits are signed again',
  })
  return { issue: (request) => told(async () => (await signer.get()).issue(request)) }
}
