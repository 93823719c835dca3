import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approver.ts'
import type { HeldRequest } from '../held-request.ts'
import { REVIEWER_SCRIPT } from './assets/reviewer-script.ts'
import { REVIEWER_ICON, REVIEWER_STYLE } from './assets/reviewer-style.ts'
import type { AuditView } from './audit-view.ts'
import type { BrowserSession, BrowserSessions } from './browser-sessions.ts'
import { turn, type Gatekeeper } from './gatekeeper.ts'
import { HTTP_LIMITS } from './http-limits.ts'
import type { ReadFile } from './render/file-change.ts'
import { renderCall } from './render/render-call.ts'
import { card } from './view/card.ts'
import { layout, type Layout } from './view/layout.ts'
import { historyOf } from './view/history-of.ts'
import { emptyQueue, grantsPage, historyPage, loginPage, queuePage } from './view/pages.ts'
import type { Html } from './view/html.ts'

export interface PageOptions {
  readonly approvals: Approvals
  readonly gatekeeper: Gatekeeper
  readonly sessions: BrowserSessions
  readonly readFile: ReadFile
  readonly canEdit: boolean
  readonly audit?: () => Promise<AuditView>
}

interface Visit {
  readonly approver: Approver
  readonly session: BrowserSession
}

/** The reviewer page: rendered here, whole, for every request; the script only exchanges parts of it. */
export function addPageRoutes(app: FastifyInstance, options: PageOptions): void {
  const { approvals, gatekeeper, sessions, audit } = options
  const page =
    (at: Layout['at'], title: string, body: (request: FastifyRequest, visit: Visit) => Promise<Html>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const caller = await gatekeeper.identify(request)
      if ('status' in caller || caller.session === undefined) return reply.redirect('/login', 303)
      const { approver, session } = caller
      const markup = layout({
        title,
        at,
        csrf: session.csrf,
        who: approver.id,
        body: await body(request, { approver, session }),
      })
      return sendHtml(reply, markup)
    }

  app.get(
    '/',
    page('queue', 'Waiting', async (request, { approver }) => {
      const pending = (await approvals.list({ states: ['pending'] }))
        .toReversed()
        .slice(0, HTTP_LIMITS.pageRowsMax)
      const { id } = request.query as { readonly id?: unknown }
      const open = typeof id === 'string' ? await approvals.get(id) : pending[0]
      if (open === undefined) return queuePage(pending, { card: emptyQueue() })
      return queuePage(pending, { id: open.id, card: await cardOf(options, open, approver) })
    }),
  )
  app.get(
    '/history',
    page('history', 'History', async () => {
      const requests = (await approvals.list()).filter(({ state }) => state !== 'pending')
      return historyPage(
        requests.slice(0, HTTP_LIMITS.pageRowsMax),
        audit === undefined ? undefined : await audit(),
      )
    }),
  )
  app.get(
    '/grants',
    page('grants', 'Grants', async () => grantsPage(await approvals.grants())),
  )
  app.get('/login', async (_request, reply) =>
    sendHtml(reply, layout({ title: 'Sign in', at: 'login', body: loginPage() })),
  )
  app.post('/session', async (request, reply) => {
    const { token } = (request.body ?? {}) as { readonly token?: unknown }
    if (request.headers.origin === undefined)
      return turn(reply, { status: 403, error: 'CROSS_ORIGIN', message: 'this is for the page only' })
    const cookie = await gatekeeper.signIn(request, typeof token === 'string' ? token.trim() : '')
    if (typeof cookie === 'string') return reply.header('Set-Cookie', cookie).redirect('/', 303)
    return sendHtml(
      reply.code(cookie.status),
      layout({ title: 'Sign in', at: 'login', body: loginPage(cookie.message) }),
    )
  })
  app.post('/session/end', async (request, reply) => {
    const caller = await gatekeeper.identify(request)
    if ('status' in caller) return turn(reply, caller)
    return reply.header('Set-Cookie', sessions.end(request.headers.cookie)).redirect('/login', 303)
  })

  const assets = [
    ['/assets/reviewer.js', 'text/javascript; charset=utf-8', REVIEWER_SCRIPT],
    ['/assets/reviewer.css', 'text/css; charset=utf-8', REVIEWER_STYLE],
    ['/assets/icon.svg', 'image/svg+xml', REVIEWER_ICON],
  ] as const
  for (const [path, type, text] of assets)
    app.get(path, async (_request, reply) => reply.type(type).send(text))
}

async function cardOf(
  { approvals, readFile, canEdit }: PageOptions,
  request: HeldRequest,
  approver: Approver,
): Promise<Html> {
  return card(request, {
    nowMs: approvals.now(),
    approver,
    canEdit,
    renderings: renderCall(request.call, readFile),
    history: historyOf(request, await approvals.list()),
  })
}

function sendHtml(reply: FastifyReply, markup: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(markup)
}
