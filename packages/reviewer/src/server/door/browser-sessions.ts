import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Identity } from '@kvlar/approvals/approvers'
import { REVIEW_LIMITS } from '../../review-limits.ts'

/** A browser that has signed in. */
export interface BrowserSession {
  readonly identity: Identity
  /**
   * What the page sends with every change. It is told once, at sign-in, to the script of the page, which keeps it
   * where only this origin reads: a cookie goes to every port of a host, and alone it changes nothing.
   */
  readonly pageKey: string
  readonly untilMs: number
}

/** What a browser is given when it signs in. */
export interface OpenedSession {
  /** The value for `Set-Cookie`. */
  readonly cookie: string
  readonly pageKey: string
}

/** The browsers that have signed in; they sign in again after a restart. */
export interface BrowserSessions {
  open(identity: Identity, nowMs: number): OpenedSession
  find(cookies: string | undefined, nowMs: number): BrowserSession | undefined
  /** Ends it, and the value for `Set-Cookie` that makes the browser forget it. */
  end(cookies: string | undefined): string
  /** Calls back once when the session ends by sign-out or is pushed out; the returned function forgets that. */
  onEnd(session: BrowserSession, listener: () => void): () => void
}

export interface BrowserSessionsOptions {
  /** Whether browsers reach the server over https only. */
  readonly isSecure: boolean
  /** Browsers keep one cookie for all ports of a host, so servers side by side need names of their own. */
  readonly port: () => number
}

export function createBrowserSessions({ isSecure, port }: BrowserSessionsOptions): BrowserSessions {
  // By digest, so that nothing that is kept could be used as a cookie.
  const sessions = new Map<string, BrowserSession>()
  const listeners = new Map<BrowserSession, Set<() => void>>()
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  const name = (): string => `${isSecure ? '__Host-' : ''}kvlar_session_${port()}`
  const keyIn = (cookies: string | undefined): string => keyOf(cookieOf(cookies, name()))
  const drop = (key: string): void => {
    const session = sessions.get(key)
    if (session === undefined) return
    sessions.delete(key)
    for (const listener of listeners.get(session) ?? []) listener()
    listeners.delete(session)
  }
  return {
    open: (identity, nowMs) => {
      for (const [key, { untilMs }] of sessions) if (untilMs <= nowMs) drop(key)
      const [oldest] = sessions.keys()
      if (sessions.size >= REVIEW_LIMITS.sessionsMax && oldest !== undefined) drop(oldest)
      const id = randomBytes(32).toString('base64url')
      const pageKey = randomBytes(32).toString('base64url')
      sessions.set(keyOf(id), { identity, pageKey, untilMs: nowMs + REVIEW_LIMITS.sessionMs })
      const cookie = `${name()}=${id}; ${attributes}; Max-Age=${REVIEW_LIMITS.sessionMs / 1000}`
      return { cookie, pageKey }
    },
    find: (cookies, nowMs) => {
      const session = sessions.get(keyIn(cookies))
      return session !== undefined && nowMs < session.untilMs ? session : undefined
    },
    end: (cookies) => {
      drop(keyIn(cookies))
      return `${name()}=; ${attributes}; Max-Age=0`
    },
    onEnd: (session, listener) => {
      const others = listeners.get(session) ?? new Set()
      listeners.set(session, others.add(listener))
      return () => {
        others.delete(listener)
        if (others.size === 0) listeners.delete(session)
      }
    },
  }
}

/** Whether a key that came with a request is the one of the session. */
export function isPageKey(session: BrowserSession, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const [expected, actual] = [Buffer.from(session.pageKey), Buffer.from(given)]
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function cookieOf(header = '', wanted: string): string {
  const found = header.split(';').map((part) => part.trim().split('='))
  return found.find(([name]) => name === wanted)?.[1] ?? ''
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
