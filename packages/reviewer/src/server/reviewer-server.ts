import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { ApprovalsError, readUnambiguousJson, type Approvals, type EditJudge } from '@kvlar/approvals'
import {
  authenticateApprovers,
  authenticateLocal,
  type Authenticate,
  type ConfiguredApprover,
} from '@kvlar/approvals/approvers'
import { openLocalToken } from '@kvlar/approvals/file'
import { DEFAULT_ADDRESS, isLoopback, pageUrl } from '../address.ts'
import type { AuditView } from '../page/audit-view.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { answerFailures, EARLY_FAILURES, UnreadableBody } from './answer-failures.ts'
import { addApiRoutes, HEALTH_PATH } from './api/api-routes.ts'
import { addCallbackRoute, CALLBACK_PATH, type WebhookCallback } from './api/callback-route.ts'
import { addEventStream } from './api/event-stream.ts'
import { cardMaker } from './card-maker.ts'
import { createBrowserSessions } from './door/browser-sessions.ts'
import { createGatekeeper } from './door/gatekeeper.ts'
import { allowedHosts } from './door/site.ts'
import { addPageRoutes, OPEN_PATHS, SIGN_IN_PATH } from './pages/page-routes.ts'
import { createRequestBook } from './pages/request-book.ts'
import { turnVisitor } from './pages/turn-visitor.ts'
import { createOpenRequests, type Patience } from './open-requests.ts'
import { readFileUnder } from './read-file-under.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { serverLog, type LogStream } from './server-log.ts'

export interface ReviewerServerOptions {
  readonly approvals: Approvals
  /** `127.0.0.1` when absent; another than loopback only with `approvers` or `authenticate`. */
  readonly host?: string
  /** 8765 when absent; 0 for any free one. */
  readonly port?: number
  /** Who may review. Nobody configured: the person at this machine, by a token in `tokenFile`. */
  readonly approvers?: readonly ConfiguredApprover[]
  /** Another way to recognise a bearer token, for example OIDC; in place of `approvers`. */
  readonly authenticate?: Authenticate
  /** Where the local token is kept, or will be; needed when nobody is configured. */
  readonly tokenFile?: string
  /** Further values of `Host` that mean this server, when it stands behind a proxy: `reviews.example.com`. */
  readonly hosts?: readonly string[]
  /** Whether browsers reach it over https only. */
  readonly isSecure?: boolean
  /** Folders whose files may be shown beside a change; never to reviewers elsewhere. */
  readonly fileRoots?: readonly string[]
  /** Judges edited calls; nothing can be edited when absent. */
  readonly editJudge?: EditJudge
  readonly audit?: () => Promise<AuditView>
  /** Takes signed callbacks at `/api/requests/{id}/callback`; see `createWebhookCallback`. */
  readonly webhookCallback?: WebhookCallback
  /** Takes a line of JSON for every failure that is not the caller's, with its trace; standard error when absent. */
  readonly log?: LogStream
}

export interface ReviewerServer {
  readonly url: string
  /** The address that signs this machine's user in; printed once, at start. Only with a local token. */
  readonly signInUrl?: string
  /**
   * Closes it once the requests that are open have been answered, or patience is over; nothing new is taken.
   * @returns whether all of them were
   */
  drain(patience: Patience): Promise<boolean>
  /** Closes it at once. */
  close(): Promise<void>
}

/**
 * Serves the reviewer page and the API.
 *
 * @throws ApprovalsError `APPROVAL_EXPOSED` for an address that others can reach without configured approvers,
 * `APPROVAL_BAD_OPTION`; the system's error when the address is in use
 */
export async function startReviewerServer(options: ReviewerServerOptions): Promise<ReviewerServer> {
  const { approvals, host = DEFAULT_ADDRESS.host, port = DEFAULT_ADDRESS.port, isSecure = false } = options
  const hasApprovers = (options.approvers?.length ?? 0) > 0 || options.authenticate !== undefined
  if (!isLoopback(host) && !hasApprovers)
    throw new ApprovalsError(
      'APPROVAL_EXPOSED',
      `others can reach \`${host}\`, and no approvers are configured; refusing to serve`,
    )
  const { authenticate, token } = await authentication(options)
  let hosts: ReadonlySet<string> = new Set()
  let bound = port
  const sessions = createBrowserSessions({ isSecure, port: () => bound })
  const gatekeeper = createGatekeeper({
    authenticate,
    isCostly: options.authenticate !== undefined,
    openPaths: OPEN_PATHS,
    probePaths: new Set([HEALTH_PATH]),
    signedPaths: new Set([CALLBACK_PATH]),
    sessions,
    hosts: () => hosts,
    now: () => approvals.now(),
  })

  const app = Fastify({
    ...EARLY_FAILURES,
    loggerInstance: serverLog(options.log ?? process.stderr),
    bodyLimit: REVIEW_LIMITS.bodyBytesMax,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  })
  const openRequests = createOpenRequests(app.server)
  app.server.maxConnections = REVIEW_LIMITS.connectionsMax
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A callback is signed over its bytes, so it is read where the signature is checked.
    if (request.routeOptions.url === CALLBACK_PATH) return done(null, String(body))
    if (body.length === 0) return done(null, undefined)
    const read = readUnambiguousJson(String(body))
    return read.ok ? done(null, read.value) : done(new UnreadableBody(read.why))
  })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) =>
      request.routeOptions.url === SIGN_IN_PATH
        ? done(null, formOf(String(body)))
        : done(Object.assign(new Error('only the sign-in is a form'), { statusCode: 415 })),
  )
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS)
    const turned = await gatekeeper.turnAway(request)
    return turned === undefined ? undefined : turnVisitor(request, reply, turned)
  })
  answerFailures(app)
  const book = createRequestBook(approvals)
  const isAtThisMachine = isLoopback(host) && !hasApprovers
  const makeCard = cardMaker({
    approvals,
    book,
    canEdit: options.editJudge !== undefined,
    readFile: isAtThisMachine ? readFileUnder(options.fileRoots ?? []) : () => undefined,
  })
  const audit = options.audit === undefined ? {} : { audit: options.audit }
  addApiRoutes(app, {
    approvals,
    gatekeeper,
    makeCard,
    ...(options.editJudge !== undefined && { editJudge: options.editJudge }),
    ...audit,
  })
  if (options.webhookCallback !== undefined) addCallbackRoute(app, options.webhookCallback)
  addEventStream(app, { approvals, gatekeeper, sessions })
  addPageRoutes(app, { approvals, book, gatekeeper, sessions, makeCard, ...audit })

  const stopSweeping = approvals.startSweeping()
  try {
    await app.listen({ host, port })
  } catch (error) {
    stopSweeping()
    await app.close()
    throw error
  }
  // Listening over TCP, so the address is not a path.
  bound = (app.server.address() as AddressInfo).port
  hosts = allowedHosts(host, bound, options.hosts ?? [])
  const url = pageUrl({ host, port: bound })
  const drain = async (patience: Patience): Promise<boolean> => {
    stopSweeping()
    book.close()
    const closed = app.close()
    const isWhole = await openRequests.answered(patience)
    app.server.closeAllConnections()
    await closed
    return isWhole
  }
  return {
    url,
    ...(token !== undefined && { signInUrl: `${url}login#${encodeURIComponent(token)}` }),
    drain,
    close: async () => void (await drain({ withinMs: 0 })),
  }
}

/** The fields of a form; one that is there twice is a list, which no field may be. */
function formOf(body: string): Readonly<Record<string, unknown>> {
  const fields = new URLSearchParams(body)
  return Object.fromEntries(
    [...fields.keys()].map((name) => {
      const values = fields.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

async function authentication(
  options: ReviewerServerOptions,
): Promise<{ readonly authenticate: Authenticate; readonly token?: string }> {
  if (options.authenticate !== undefined) return { authenticate: options.authenticate }
  if (options.approvers !== undefined && options.approvers.length > 0)
    return { authenticate: authenticateApprovers(options.approvers) }
  if (options.tokenFile === undefined)
    throw new ApprovalsError('APPROVAL_BAD_OPTION', '`tokenFile` is needed when no approvers are configured')
  const token = await openLocalToken(options.tokenFile)
  return { authenticate: authenticateLocal(token), token }
}
