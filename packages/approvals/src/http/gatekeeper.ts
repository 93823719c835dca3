import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Approver, Surface } from '../approver.ts'
import type { Authenticate } from './approver-directory.ts'
import {
  isPageKey,
  type BrowserSession,
  type BrowserSessions,
  type OpenedSession,
} from './browser-sessions.ts'
import { HTTP_LIMITS } from './http-limits.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { isSameOrigin } from './site.ts'

/** Who sent a request, and how they proved it. */
export interface Caller {
  readonly approver: Approver
  /** Of a browser; it must then send its page key with every change. */
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
  signIn(request: FastifyRequest, token: string): Promise<OpenedSession | Turned>
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

  /** A browser that has signed in has an allowance of its own: what floods the server stops no reviewer. */
  const allowanceOf = ({ headers, ip }: FastifyRequest): string => {
    const session = sessions.find(headers.cookie, now())
    return session === undefined ? ip : `signed in: ${session.identity.id}`
  }

  const byToken = async (
    request: FastifyRequest,
    token: string,
    surface: Surface,
  ): Promise<Caller | Turned> => {
    if (!failures.hasRoom(request.ip, now())) return tooMany()
    const identity = await authenticate(token)
    if (identity === undefined) {
      failures.take(request.ip, now())
      return unauthenticated('this token is nobody\u2019s')
    }
    return { approver: { ...identity, surface } }
  }

  return {
    turnAway: (request) => {
      const host = request.headers.host?.toLowerCase() ?? ''
      if (!hosts().has(host))
        return { status: 421, error: 'WRONG_HOST', message: 'this server does not go by that name' }
      if (isFromElsewhere(request, host))
        return { status: 403, error: 'CROSS_ORIGIN', message: 'another site may not use this server' }
      const limiter = SAFE_METHODS.has(request.method) ? reads : changes
      return limiter.take(allowanceOf(request), now()) ? undefined : tooMany()
    },
    identify: async (request) => {
      const { authorization } = request.headers
      if (authorization !== undefined) {
        const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? []
        // Whoever names a token is judged by it, and never by a cookie beside it.
        return token === undefined
          ? unauthenticated('a bearer token is needed')
          : byToken(request, token, 'api')
      }
      const session = sessions.find(request.headers.cookie, now())
      if (session === undefined) return unauthenticated('a token is needed')
      const isChange = !SAFE_METHODS.has(request.method)
      if (
        isChange &&
        (request.headers.origin === undefined || !isPageKey(session, request.headers['x-page-key']))
      )
        return { status: 403, error: 'CSRF', message: 'the key of the page is missing; sign in again' }
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

/**
 * Whether a page of another site, or of another port of this host, sent it. Following a link here is all that such
 * a page may do: nothing it loads, frames, posts or listens to.
 */
function isFromElsewhere({ headers, method }: FastifyRequest, host: string): boolean {
  const { origin } = headers
  if (origin !== undefined && !isSameOrigin(origin, host)) return true
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return !(SAFE_METHODS.has(method) && isLink)
}

function unauthenticated(message: string): Turned {
  return { status: 401, error: 'UNAUTHENTICATED', message }
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
