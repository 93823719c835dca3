import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Approver } from '@kvlar/approvals'
import { badRequest, turn, type Gatekeeper } from '../door/gatekeeper.ts'
import { ASKED } from './asked.ts'
import { readAsked, type AskedSchema } from './read-asked.ts'

/** What a handler is told: about what it is asked, by whom, and what else was said, each read by its schema. */
export interface Ask<Query, Body> {
  readonly id: string
  readonly query: Query
  readonly body: Body
  readonly approver: Approver
}

/** What may be said; nothing at all when absent. */
export interface Sayable<Query extends AskedSchema, Body extends AskedSchema> {
  readonly query?: Query
  readonly body?: Body
}

type Nothing = typeof ASKED.nothing
type Route = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Makes routes that hear only who has signed in, and nothing that their schemas do not know. */
export function guardedBy(gatekeeper: Gatekeeper) {
  return <Query extends AskedSchema = Nothing, Body extends AskedSchema = Nothing>(
      handler: (reply: FastifyReply, ask: Ask<z.output<Query>, z.output<Body>>) => Promise<unknown>,
      { query, body }: Sayable<Query, Body> = {},
    ): Route =>
    async (request, reply) => {
      const caller = await gatekeeper.identify(request)
      if ('status' in caller) return turn(reply, caller)
      const asked = readAsked(query ?? ASKED.nothing, request.query)
      if (!asked.ok) return bad(reply, asked.message)
      const said = readAsked(body ?? ASKED.nothing, request.body === undefined ? {} : request.body)
      if (!said.ok) return bad(reply, said.message)
      // The schemas that are absent are those of nothing, which is then what the handler expects.
      const ask = { query: asked.value, body: said.value } as Pick<
        Ask<z.output<Query>, z.output<Body>>,
        'query' | 'body'
      >
      return handler(reply, { ...ask, id: idOf(request), approver: caller.approver })
    }
}

/** A route for everybody; what it is asked is read as strictly. */
export function openToAll(answer: () => unknown): Route {
  return async (request, reply) => {
    const asked = readAsked(ASKED.nothing, request.query)
    return asked.ok ? answer() : bad(reply, asked.message)
  }
}

function bad(reply: FastifyReply, message: string): FastifyReply {
  const isChange = reply.request.method === 'POST'
  return turn(reply, badRequest(isChange ? `${message}; nothing was done` : message))
}

function idOf(request: FastifyRequest): string {
  // Fastify types parameters as unknown; a route without an id hands out none.
  return (request.params as { readonly id?: string }).id ?? ''
}
