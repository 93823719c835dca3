import { randomUUID } from 'node:crypto'
import { createMemoryDirectory, PqTokenSigner, type IssuedPermit, type PermitRequest } from '@kvlar/crypto'
import { openPermits, type PermitRefusal, type PermitsOptions } from '@kvlar/sdk/permits'

export const NOW = 1_800_000_000_000

/** A service that takes permits, somebody who signs them, and a clock for each of the two. */
export async function service(over: Partial<PermitsOptions> = {}) {
  const clock = { signerMs: NOW, serviceMs: NOW }
  const audience = randomUUID()
  const refusals: PermitRefusal[] = []
  const signer = await PqTokenSigner.generateHybrid({ now: () => clock.signerMs })
  const directory = createMemoryDirectory([signer.publicKeys()])
  const permits = await openPermits({
    directory,
    audience,
    replicas: 1,
    now: () => clock.serviceMs,
    onRefused: (refusal) => refusals.push(refusal),
    ...over,
  })
  const issue = (request: Partial<PermitRequest> = {}, by = signer): Promise<IssuedPermit> =>
    by.issue({
      action: 'issue_refund',
      audience,
      principal: 'agent-alice',
      parameters: { amount: 500 },
      ...request,
    } as PermitRequest)
  return { clock, audience, refusals, signer, directory, permits, issue }
}
