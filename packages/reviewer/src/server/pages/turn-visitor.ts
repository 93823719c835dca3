import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorPage } from '../../page/error-page.ts'
import { layout } from '../../page/layout.ts'
import { turn, type Turned } from '../door/gatekeeper.ts'

/** Answers what may not go on: with a page whoever went there in a browser, in the form of the API everything else. */
export function turnVisitor(request: FastifyRequest, reply: FastifyReply, turned: Turned): FastifyReply {
  if (!isVisit(request)) return turn(reply, turned)
  const { status } = turned
  if (status === 429) void reply.header('Retry-After', '60')
  const body = errorPage(turned)
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(layout({ title: String(status), at: 'error', body }))
}

function isVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && headers.accept?.startsWith('text/html') === true && !url.startsWith('/api/')
}
