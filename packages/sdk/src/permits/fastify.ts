import { admit, HEADER, readCallOf, REFUSAL, type CallOf } from './admit.ts'
import type { Permits } from './open-permits.ts'

/** What is used of a request of Fastify. */
export interface FastifyRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** What is used of a reply of Fastify. */
export interface FastifyReply {
  code(code: number): this
  headers(headers: Record<string, string>): this
  send(body: string): unknown
}

/** A `preHandler` for Fastify: a request goes on only with a permit, and then has `permitOf(request)`. */
export function fastifyPermit<Request extends FastifyRequest>(
  permits: Permits,
  call: CallOf<Request>,
): (request: NoInfer<Request>, reply: FastifyReply) => Promise<unknown> {
  const asked = readCallOf(call)
  return async (request, reply) => {
    const permit = request.headers[HEADER]
    const permitted = await admit(permits, asked, { request, permit, body: () => request.body })
    if (permitted !== undefined) return undefined
    // What has been sent ends the request: Fastify goes no further.
    return reply.code(REFUSAL.status).headers(REFUSAL.headers).send(REFUSAL.body)
  }
}
