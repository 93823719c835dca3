import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Approvals, Approver } from '@kvlar/approvals'
import { mostUrgentFirst } from '../../card/urgency.ts'
import { auditPage } from '../../page/audit-page.ts'
import type { AuditView } from '../../page/audit-view.ts'
import { grantsPage } from '../../page/grants-page.ts'
import { historyPage } from '../../page/history-page.ts'
import type { Html } from '../../page/html.ts'
import { layout, type Layout } from '../../page/layout.ts'
import { loginPage } from '../../page/login-page.ts'
import { queryText } from '../../page/query-text.ts'
import { queuePage } from '../../page/queue-page.ts'
import { addressOf, readRecordFilter, readFilter } from '../../page/request-filter.ts'
import { ASKED } from '../api/asked.ts'
import { readAsked } from '../api/read-asked.ts'
import type { BrowserSessions } from '../door/browser-sessions.ts'
import { badRequest, turn, type Gatekeeper } from '../door/gatekeeper.ts'
import { ASSETS } from './assets.ts'
import { openCard, type OpenCardOptions } from './open-card.ts'
import type { RequestBook } from './request-book.ts'

export interface PageOptions extends OpenCardOptions {
  readonly approvals: Approvals
  readonly gatekeeper: Gatekeeper
  readonly sessions: BrowserSessions
  readonly book: RequestBook
  readonly audit?: () => Promise<AuditView>
}

export const SIGN_IN_PATH = '/session'

/** What leads a person to sign in. A wrong token is counted as such; everything else here is answered as it is. */
export const OPEN_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/history',
  '/grants',
  '/audit',
  '/login',
  SIGN_IN_PATH,
  ...[...ASSETS].map(([path]) => path),
])

const REQUEST_ID = /^apr_[0-9a-f]{32}$/

/** The reviewer page: rendered here, whole, for every request; the script only exchanges parts of it. */
export function addPageRoutes(app: FastifyInstance, options: PageOptions): void {
  const { approvals, gatekeeper, sessions, audit, book } = options
  const page =
    (at: Layout['at'], title: string, body: (query: unknown, approver: Approver) => Promise<Html>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const caller = await gatekeeper.identify(request)
      if ('status' in caller || caller.session === undefined)
        return reply.redirect(signInAddress(request.query), 303)
      const main = await body(request.query, caller.approver)
      const waiting = (await book.list()).filter(({ state }) => state === 'pending').length
      return sendHtml(reply, layout({ title, at, who: caller.approver.id, waiting, body: main }))
    }

  app.get(
    '/',
    page('queue', 'Waiting', async (query, approver) => {
      const requests = await book.list()
      const waiting = requests.filter(({ state }) => state === 'pending')
      const pending = mostUrgentFirst(waiting, approvals.now())
      const filter = readFilter(query)
      const { id, card } = await openCard(options, { query, filter, pending, approver })
      return queuePage({ pending, filter, card, ...(id !== undefined && { openId: id }) })
    }),
  )
  app.get(
    '/history',
    page('history', 'History', async (query) => {
      const requests = (await book.list()).filter(({ state }) => state !== 'pending')
      return historyPage({ requests, filter: readFilter(query), page: Number(queryText(query, 'page')) || 1 })
    }),
  )
  app.get(
    '/grants',
    page('grants', 'Grants', async () => grantsPage(await approvals.grants())),
  )
  app.get(
    '/audit',
    page('audit', 'Record', async (query) => auditPage(await auditOf(audit), readRecordFilter(query))),
  )
  app.get('/login', async (request, reply) => {
    const id = queryText(request.query, 'id')
    return sendHtml(reply, loginLayout({ ...(REQUEST_ID.test(id) && { id }) }))
  })
  app.post(SIGN_IN_PATH, async (request, reply) => {
    if (request.headers.origin === undefined)
      return turn(reply, { status: 403, error: 'CROSS_ORIGIN', message: 'this is for the page only' })
    const isScript = request.headers.accept === 'application/json'
    const said = readAsked(ASKED.signIn, request.body)
    const opened = said.ok
      ? await gatekeeper.signIn(request, said.value.token.trim())
      : badRequest(said.message)
    if ('status' in opened)
      return isScript
        ? turn(reply, opened)
        : sendHtml(reply.code(opened.status), loginLayout({ problem: opened.message }))
    void reply.header('Set-Cookie', opened.cookie)
    // Without the script there is nobody to keep the key, and so nothing but looking.
    return isScript ? reply.send({ page_key: opened.pageKey }) : reply.redirect('/', 303)
  })
  app.post(`${SIGN_IN_PATH}/end`, async (request, reply) => {
    const caller = await gatekeeper.identify(request)
    if ('status' in caller) return turn(reply, caller)
    const said = readAsked(ASKED.nothing, request.body ?? {})
    if (!said.ok) return turn(reply, badRequest(said.message))
    return reply.header('Set-Cookie', sessions.end(request.headers.cookie)).send({ ok: true })
  })
  for (const [path, type, content] of ASSETS)
    app.get(path, async (_request, reply) => reply.type(type).send(content))
}

async function auditOf(audit: PageOptions['audit']): Promise<AuditView | undefined> {
  try {
    return await audit?.()
  } catch {
    return { status: 'unknown', text: 'the record could not be read', entries: [] }
  }
}

function loginLayout(page: Parameters<typeof loginPage>[0]): string {
  return layout({ title: 'Sign in', at: 'login', body: loginPage(page) })
}

/** Where to sign in, and then go on to the request that was asked for. */
function signInAddress(query: unknown): string {
  const id = queryText(query, 'id')
  return addressOf('/login', readFilter(undefined), REQUEST_ID.test(id) ? { id } : {})
}

function sendHtml(reply: FastifyReply, markup: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(markup)
}
