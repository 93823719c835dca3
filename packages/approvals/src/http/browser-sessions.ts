import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Identity } from './approver-directory.ts'
import { HTTP_LIMITS } from './http-limits.ts'

/** A browser that has signed in. */
export interface BrowserSession {
  readonly identity: Identity
  /** What the page sends with every change, and no other site can know. */
  readonly csrf: string
  readonly untilMs: number
}

const COOKIE = 'kvlar_session'

/** The browsers that have signed in; they sign in again after a restart. */
export interface BrowserSessions {
  /** The value for `Set-Cookie`. */
  open(identity: Identity, nowMs: number): string
  find(cookies: string | undefined, nowMs: number): BrowserSession | undefined
  /** Ends it, and the value for `Set-Cookie` that makes the browser forget it. */
  end(cookies: string | undefined): string
}

export function createBrowserSessions(isSecure: boolean): BrowserSessions {
  // By digest, so that nothing that is kept could be used as a cookie.
  const sessions = new Map<string, BrowserSession>()
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    open: (identity, nowMs) => {
      const [oldest] = sessions.keys()
      if (sessions.size >= HTTP_LIMITS.sessionsMax && oldest !== undefined) sessions.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      const csrf = randomBytes(32).toString('base64url')
      sessions.set(keyOf(id), { identity, csrf, untilMs: nowMs + HTTP_LIMITS.sessionMs })
      return `${COOKIE}=${id}; ${attributes}; Max-Age=${HTTP_LIMITS.sessionMs / 1000}`
    },
    find: (cookies, nowMs) => {
      const session = sessions.get(keyOf(cookieOf(cookies)))
      return session !== undefined && nowMs < session.untilMs ? session : undefined
    },
    end: (cookies) => {
      sessions.delete(keyOf(cookieOf(cookies)))
      return `${COOKIE}=; ${attributes}; Max-Age=0`
    },
  }
}

/** Whether a token that came with a request is the one of the session. */
export function isCsrfToken(session: BrowserSession, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const [expected, actual] = [Buffer.from(session.csrf), Buffer.from(given)]
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function cookieOf(header = ''): string {
  const found = header.split(';').map((part) => part.trim().split('='))
  return found.find(([name]) => name === COOKIE)?.[1] ?? ''
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
