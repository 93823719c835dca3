import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Approver, Surface } from '@kvlar/approvals'
import type { Authenticate } from '@kvlar/approvals/approvers'
import { REVIEW_LIMITS } from '../../review-limits.ts'
import {
  isPageKey,
  type BrowserSession,
  type BrowserSessions,
  type OpenedSession,
} from './browser-sessions.ts'
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
  turnAway(request: FastifyRequest): Promise<Turned | undefined>
  /** Who it is; undefined for nobody, an answer when they may not go on. */
  identify(request: FastifyRequest): Promise<Caller | Turned>
  /** Exchanges a token for a browser session; undefined when it is nobody's. */
  signIn(request: FastifyRequest, token: string): Promise<OpenedSession | Turned>
}

export interface GatekeeperOptions {
  readonly authenticate: Authenticate
  /** Whether it asks somebody else, so that guesses must not make it ask without end. */
  readonly isCostly: boolean
  /** Routes that show nobody's data and cost no more than turning a request away. */
  readonly openPaths: ReadonlySet<string>
  /**
   * Routes that tell nothing, and answer whoever asks by whatever name and however often: a probe knows an address
   * alone, and shares its own with whoever floods the server.
   */
  readonly probePaths: ReadonlySet<string>
  /** Routes that prove by a signature who calls them. */
  readonly signedPaths: ReadonlySet<string>
  /** Of browsers; nobody signs in when absent. */
  readonly sessions?: BrowserSessions
  /** Whether whoever proves who they are may ask as often as they like. */
  readonly isUnmetered?: boolean
  readonly hosts: () => ReadonlySet<string>
  readonly now: () => number
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Decides who may speak to the server. Every surface of it goes through here. */
export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  const { authenticate, isCostly, openPaths, probePaths, signedPaths, sessions, hosts, now } = options
  const { isUnmetered = false } = options
  const reads = createRateLimiter(REVIEW_LIMITS.readsPerMinute)
  const changes = createRateLimiter(REVIEW_LIMITS.changesPerMinute)
  const failures = createRateLimiter(REVIEW_LIMITS.failuresPerMinute)

  const accepted = new Set<string>()
  const callers = new WeakMap<FastifyRequest, Promise<Caller | Turned>>()

  /** Whoever proves who they are has an allowance of their own: what floods the server stops no reviewer. */
  const allowanceOf = async (request: FastifyRequest): Promise<string | undefined> => {
    const { headers, ip } = request
    const path = request.routeOptions.url ?? ''
    if (headers.authorization !== undefined) {
      const caller = await byHeader(request, headers.authorization)
      if (!('status' in caller)) return isUnmetered ? undefined : `signed in: ${caller.approver.id}`
    } else {
      const session = sessions?.find(headers.cookie, now())
      if (session !== undefined) return `signed in: ${session.identity.id}`
    }
    if (openPaths.has(path) || probePaths.has(path)) return undefined
    return signedPaths.has(path) ? `signed: ${ip}` : ip
  }

  /** Once for each request, so that a wrong token counts once. */
  const byHeader = (request: FastifyRequest, authorization: string): Promise<Caller | Turned> => {
    const known = callers.get(request)
    if (known !== undefined) return known
    const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? []
    const caller =
      token === undefined
        ? Promise.resolve(unauthenticated('a bearer token is needed'))
        : byToken(request, token, 'api')
    callers.set(request, caller)
    return caller
  }

  const byToken = async (
    request: FastifyRequest,
    token: string,
    surface: Surface,
  ): Promise<Caller | Turned> => {
    const digest = isCostly ? createHash('sha256').update(token).digest('hex') : ''
    if (isCostly && !accepted.has(digest) && !failures.hasRoom(request.ip, now())) return tooMany()
    const identity = await authenticate(token)
    if (identity === undefined) {
      accepted.delete(digest)
      return failures.take(request.ip, now()) ? unauthenticated('this token is nobody\u2019s') : tooMany()
    }
    if (isCostly && accepted.size < REVIEW_LIMITS.sessionsMax) accepted.add(digest)
    return { approver: { ...identity, surface } }
  }

  return {
    turnAway: async (request) => {
      const host = request.headers.host?.toLowerCase() ?? ''
      if (!hosts().has(host) && !probePaths.has(request.routeOptions.url ?? ''))
        return { status: 421, error: 'WRONG_HOST', message: 'this server does not go by that name' }
      if (isFromElsewhere(request, host))
        return { status: 403, error: 'CROSS_ORIGIN', message: 'another site may not use this server' }
      const limiter = SAFE_METHODS.has(request.method) ? reads : changes
      const allowance = await allowanceOf(request)
      return allowance === undefined || limiter.take(allowance, now()) ? undefined : tooMany()
    },
    identify: async (request) => {
      const { authorization } = request.headers
      // Whoever names a token is judged by it, and never by a cookie beside it.
      if (authorization !== undefined) return byHeader(request, authorization)
      const session = sessions?.find(request.headers.cookie, now())
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
      return sessions?.open(identity, now()) ?? unauthenticated('nobody signs in here')
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

/** Refuses what cannot be read, or says what is not known. */
export function badRequest(message: string): Turned {
  return { status: 400, error: 'BAD_REQUEST', message }
}

function tooMany(): Turned {
  return { status: 429, error: 'TOO_MANY_REQUESTS', message: 'too many requests; try again in a minute' }
}
