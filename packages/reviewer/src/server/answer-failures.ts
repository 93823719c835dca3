import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import { ApprovalsError } from '@kvlar/approvals'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { turn, type Turned } from './door/gatekeeper.ts'
import { turnVisitor } from './pages/turn-visitor.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Why a body has no single reading. */
export class UnreadableBody extends Error {
  readonly statusCode = 400
}

const NOT_HERE: Turned = { status: 404, error: 'NOT_FOUND', message: 'there is nothing here' }
const UNREADABLE: Turned = { status: 400, error: 'BAD_REQUEST', message: 'the request cannot be read' }
const TOO_LARGE_HEADERS: Turned = { status: 431, error: 'BAD_REQUEST', message: 'its headers are too large' }

/** What the framework answers before any of our routes is asked, in our form. */
export const EARLY_FAILURES: Pick<
  FastifyServerOptions,
  'genReqId' | 'frameworkErrors' | 'clientErrorHandler'
> = {
  genReqId: () => randomBytes(6).toString('hex'),
  frameworkErrors: ({ code }, _request, reply) => {
    void reply.headers(SECURITY_HEADERS)
    // No id is that long.
    turn(reply, code === 'FST_ERR_MAX_PARAM_LENGTH' ? NOT_HERE : UNREADABLE)
  },
  clientErrorHandler: ({ code }, socket: Socket) => {
    const { status, error, message } = code === 'HPE_HEADER_OVERFLOW' ? TOO_LARGE_HEADERS : UNREADABLE
    const body = JSON.stringify({ error, message })
    const head = `HTTP/1.1 ${status} ${error}\r\nConnection: close\r\nContent-Type: application/json`
    if (socket.writable) socket.end(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    else socket.destroy()
  },
}

/** Answers whatever a route throws; what is ours to mend is logged under the number that the answer names. */
export function answerFailures(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => turnVisitor(request, reply, NOT_HERE))
  app.setErrorHandler((error, request, reply: FastifyReply) => {
    const turned = turnedBy(error, request)
    const { id, method, routeOptions } = request
    // The route as we wrote it, not the address that was asked for.
    const route = `${method} ${routeOptions.url ?? 'no route'}`
    if (turned.status >= 500) app.log.error({ err: error, request: id, route }, 'a request failed')
    return turnVisitor(request, reply, turned)
  })
}

function turnedBy(error: unknown, { id }: FastifyRequest): Turned {
  if (error instanceof ApprovalsError) return { status: 503, error: error.code, message: error.message }
  if (error instanceof UnreadableBody)
    return { ...UNREADABLE, message: `the body cannot be read: ${error.message}; nothing was done` }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status < 400 || status >= 500)
    return {
      status: 500,
      error: 'INTERNAL',
      message: `something went wrong; its trace is that of request ${id}, and whether anything was done is not known`,
    }
  if (status === 413)
    return {
      ...UNREADABLE,
      status,
      message: `a body has up to ${REVIEW_LIMITS.bodyBytesMax} bytes; nothing was done`,
    }
  if (status === 415)
    return { ...UNREADABLE, status, message: 'a body is `application/json`; nothing was done' }
  return { ...UNREADABLE, status }
}
