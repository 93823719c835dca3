import type { TokenSigner } from '@kvlar/sdk'
import type { OwnKeys } from '../keys/own-keys.ts'
import { whyOf, type Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'

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
  let isFailing = false
  return {
    issue: async (request) => {
      try {
        const issued = await (await signer.get()).issue(request)
        if (isFailing) tell({ severity: 'note', text: 'permits are signed again' })
        isFailing = false
        return issued
      } catch (error) {
        if (!isFailing)
          tell({ severity: 'error', text: `no permit can be signed, so calls are denied: ${whyOf(error)}` })
        isFailing = true
        throw error
      }
    },
  }
}
