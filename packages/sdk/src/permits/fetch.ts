import { admit, HEADER, readCallOf, REFUSAL, type CallOf } from './admit.ts'
import { jsonBody } from './json-body.ts'
import type { Permits } from './open-permits.ts'
import type { PermittedCall } from './permitted-call.ts'

/**
 * Spends the permit of a request of any server that speaks `fetch`. Its body can be read once more afterwards.
 *
 * @returns the call that may run, or the answer to whoever has no permit for it
 */
export async function redeemRequest(
  permits: Permits,
  request: Request,
  call: CallOf<Request>,
): Promise<PermittedCall | Response> {
  const permitted = await admit(permits, readCallOf(call), {
    request,
    permit: request.headers.get(HEADER) ?? undefined,
    body: async () => jsonBody(await request.clone().text()),
  })
  return permitted ?? new Response(REFUSAL.body, { status: REFUSAL.status, headers: REFUSAL.headers })
}
