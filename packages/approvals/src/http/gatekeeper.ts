import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Approver, Surface } from '../approver.ts'
import type { Authenticate } from './approver-directory.ts'
import { isCsrfToken, type BrowserSession, type BrowserSessions } from './browser-sessions.ts'
import { HTTP_LIMITS } from './http-limits.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { isSameOrigin } from './site.ts'

/** Who sent a request, and how they proved it. */
export interface Caller {
  readonly approver: Approver
  /** Of a browser; it must then send its token with every change. */
  readonly session?: BrowserSession
}

export interface Turned {
  readonly status: number
  readonly error: string
  readonly message: string
}

export interface Gatekeeper {
  /** Checks site and rate before anything else; undefined lets the request on. */
  turnAway(request: FastifyRequest): Turned | undefined
  /** Who it is; undefined for nobody, an answer when they may not go on. */
  identify(request: FastifyRequest): Promise<Caller | Turned>
  /** Exchanges a token for a browser session; undefined when it is nobody's. */
  signIn(request: FastifyRequest, token: string): Promise<string | Turned>
}

export interface GatekeeperOptions {
  readonly authenticate: Authenticate
  readonly sessions: BrowserSessions
  readonly hosts: () => ReadonlySet<string>
  readonly now: () => number
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Decides who may speak to the server. Every surface of it goes through here. */
export function createGatekeeper({ authenticate, sessions, hosts, now }: GatekeeperOptions): Gatekeeper {
  const reads = createRateLimiter(HTTP_LIMITS.readsPerMinute)
  const changes = createRateLimiter(HTTP_LIMITS.changesPerMinute)
  const failures = createRateLimiter(HTTP_LIMITS.failuresPerMinute)

  const byToken = async (
    request: FastifyRequest,
    token: string,
    surface: Surface,
  ): Promise<Caller | Turned> => {
    if (!failures.hasRoom(request.ip, now())) return tooMany()
    const identity = await authenticate(token)
    if (identity === undefined) {
      failures.take(request.ip, now())
      return { status: 401, error: 'UNAUTHENTICATED', message: 'this token is nobody\u2019s' }
    }
    return { approver: { ...identity, surface } }
  }

  return {
    turnAway: (request) => {
      const host = request.headers.host?.toLowerCase() ?? ''
      if (!hosts().has(host))
        return { status: 421, error: 'WRONG_HOST', message: 'this server does not go by that name' }
      const { origin } = request.headers
      const site = request.headers['sec-fetch-site']
      if (origin !== undefined && !isSameOrigin(origin, host))
        return { status: 403, error: 'CROSS_ORIGIN', message: 'another site may not use this server' }
      if (site === 'cross-site' && !SAFE_METHODS.has(request.method))
        return { status: 403, error: 'CROSS_ORIGIN', message: 'another site may not use this server' }
      const limiter = SAFE_METHODS.has(request.method) ? reads : changes
      return limiter.take(request.ip, now()) ? undefined : tooMany()
    },
    identify: async (request) => {
      const { authorization } = request.headers
      if (authorization !== undefined) {
        const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? []
        if (token !== undefined) return byToken(request, token, 'api')
      }
      const session = sessions.find(request.headers.cookie, now())
      if (session === undefined)
        return { status: 401, error: 'UNAUTHENTICATED', message: 'a token is needed' }
      const isChange = !SAFE_METHODS.has(request.method)
      if (
        isChange &&
        (request.headers.origin === undefined || !isCsrfToken(session, request.headers['x-csrf-token']))
      )
        return { status: 403, error: 'CSRF', message: 'the token of the page is missing' }
      return { approver: { ...session.identity, surface: 'page' }, session }
    },
    signIn: async (request, token) => {
      const caller = await byToken(request, token, 'page')
      if ('status' in caller) return caller
      const { surface: _surface, ...identity } = caller.approver
      return sessions.open(identity, now())
    },
  }
}

/** Answers a request that may not go on. */
export function turn(reply: FastifyReply, { status, error, message }: Turned): FastifyReply {
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer')
  if (status === 429) void reply.header('Retry-After', '60')
  return reply.code(status).send({ error, message })
}

function tooMany(): Turned {
  return { status: 429, error: 'TOO_MANY_REQUESTS', message: 'too many requests; try again in a minute' }
}
