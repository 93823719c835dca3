import { admit, HEADER, readCallOf, REFUSAL, type CallOf } from './admit.ts'
import type { Permits } from './open-permits.ts'

/** What is used of a request of Express. */
export interface ExpressRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** What `express.json()` has read. */
  readonly body?: unknown
}

/** What is used of an answer of Express. */
export interface ExpressResponse {
  status(code: number): this
  set(headers: Record<string, string>): this
  end(body: string): unknown
}

/**
 * Middleware for Express, behind `express.json()`: a request goes on only with a permit, and then has `permitOf(request)`.
 */
export function expressPermit<Request extends ExpressRequest>(
  permits: Permits,
  call: CallOf<Request>,
): (request: NoInfer<Request>, response: ExpressResponse, next: () => void) => Promise<void> {
  const asked = readCallOf(call)
  return async (request, response, next) => {
    const permit = request.headers[HEADER]
    const permitted = await admit(permits, asked, { request, permit, body: () => request.body })
    if (permitted !== undefined) next()
    else response.status(REFUSAL.status).set(REFUSAL.headers).end(REFUSAL.body)
  }
}
