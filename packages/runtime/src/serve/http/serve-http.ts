import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { readUnambiguousJson } from '@kvlar/approvals'
import { isLoopback, pageUrl, type Address } from '@kvlar/reviewer/address'
import {
  allowedHosts,
  answerFailures,
  createGatekeeper,
  createOpenRequests,
  EARLY_FAILURES,
  SECURITY_HEADERS,
  serverLog,
  turn,
  UnreadableBody,
  type LogStream,
} from '@kvlar/reviewer/door'
import { SettingsError } from '../../settings/settings-error.ts'
import { errorFrame } from '../error-frame.ts'
import { METHODS } from '../methods/index.ts'
import type { OpenServing } from '../open-serving.ts'
import { SERVE_LIMITS, type ErrorFrame } from '../protocol.ts'
import { ServeError } from '../serve-error.ts'
import type { Serving } from '../serving.ts'
import { evaluateAll, evaluateOne, type JudgeAuthzen } from './authzen.ts'
import { checkScope, checkSubject, listedCallers, ownCaller, type CallerRights } from './callers.ts'

export interface ServeHttpOptions extends Address {
  readonly open: OpenServing
  readonly version: string
  /** The file that says who may ask; whoever can read the token of this user when absent. */
  readonly callers?: string
  /** Further values of `Host` that mean this server. */
  readonly hosts?: readonly string[]
  /** Under which URL others know it; its own when absent. */
  readonly publicUrl?: string
  /** Takes a line of JSON for every failure that is not the caller's; standard error when absent. */
  readonly log?: LogStream
}

export interface ServedHttp {
  readonly url: string
  /** Withdraws what waits, answers it, and closes. */
  close(): Promise<void>
}

/** How long whoever is answered may take to read it. */
const LAST_ANSWERS_MS = 5000
const WELL_KNOWN = '/.well-known/authzen-configuration'
const LIVE = '/livez'

/**
 * Serves callers over HTTP: the methods of the protocol at `POST /v1/{method}`, and OpenID AuthZEN.
 *
 * @throws SettingsError for an address that others can reach without a file of callers; ConfigError for that file; the
 * system's error when the address is in use
 */
export async function serveHttp(options: ServeHttpOptions): Promise<ServedHttp> {
  const { open, version, host, port, hosts: names = [] } = options
  if (options.callers === undefined && !isLoopback(host))
    throw new SettingsError(
      'SETTINGS_BAD_VALUE',
      `others can reach \`${host}\`, and no callers are named; refusing to serve`,
      'name a file of callers with `--callers`',
    )
  const callers = options.callers === undefined ? await ownCaller() : listedCallers(options.callers)
  let hosts: ReadonlySet<string> = new Set()
  const gatekeeper = createGatekeeper({
    authenticate: callers.authenticate,
    isCostly: false,
    isUnmetered: true,
    openPaths: new Set([WELL_KNOWN]),
    probePaths: new Set([LIVE]),
    signedPaths: new Set(),
    hosts: () => hosts,
    now: Date.now,
  })
  const servings = new Map<string, Serving>()
  const closing = new AbortController()

  /** What a caller has under way is its own, whichever connection it asks on. */
  const servingOf = (id: string, rights: CallerRights): Serving => {
    const found = servings.get(id)
    if (found !== undefined) return found
    const made = open.serving({ isLocal: false, actAs: (who) => checkSubject(rights, who) })
    servings.set(id, made)
    return made
  }

  const app = Fastify({
    ...EARLY_FAILURES,
    loggerInstance: serverLog(options.log ?? process.stderr),
    bodyLimit: SERVE_LIMITS.frameBytesMax,
    forceCloseConnections: 'idle',
  })
  const openRequests = createOpenRequests(app.server)
  app.server.maxConnections = SERVE_LIMITS.openMax
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const read = readUnambiguousJson(String(body))
    return read.ok ? done(null, read.value) : done(new UnreadableBody(read.why))
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS)
    const id = request.headers['x-request-id']
    if (typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id)) void reply.header('X-Request-ID', id)
    const turned = await gatekeeper.turnAway(request)
    return turned === undefined ? undefined : turn(reply, turned)
  })
  answerFailures(app)

  /** Answers whoever proves who they are. */
  const asked =
    (run: (request: FastifyRequest, by: Asking) => Promise<object>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const caller = await gatekeeper.identify(request)
      if ('status' in caller) return turn(reply, caller)
      const { id } = caller.approver
      const rights = callers.rightsOf(id)
      const gone = new AbortController()
      const left = (): void => gone.abort(new ServeError('SERVE_CANCELLED', 'the caller has gone'))
      request.raw.socket.once('close', left)
      try {
        const signal = AbortSignal.any([gone.signal, closing.signal])
        return reply.send(await run(request, { rights, serving: servingOf(id, rights), signal }))
      } catch (error) {
        const frame = errorFrame(error)
        if (frame.code === 'SERVE_INTERNAL') throw error
        return reply.code(statusOf(frame)).send({ error: frame })
      } finally {
        request.raw.socket.off('close', left)
      }
    }

  const judgeOf =
    ({ rights, serving, signal }: Asking): JudgeAuthzen =>
    async (input) => {
      checkScope(rights, 'judge')
      const { principalId: id, principalKind: kind = 'agent', roles = [] } = input
      serving.actAs({ id, kind, roles })
      return (await serving.kvlar()).judge(input, { signal })
    }

  app.get(LIVE, async () => ({ status: 'ok' }))
  app.get(WELL_KNOWN, async () => {
    const base = (options.publicUrl ?? url).replace(/\/+$/, '')
    return {
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    }
  })
  app.post(
    '/access/v1/evaluation',
    asked(async ({ body }, by) => evaluateOne(body, judgeOf(by))),
  )
  app.post(
    '/access/v1/evaluations',
    asked(async ({ body }, by) => evaluateAll(body, judgeOf(by))),
  )
  app.get(
    '/v1',
    asked(async (_request, { rights }) => ({
      version,
      methods: Object.keys(METHODS).filter((name) =>
        rights.scopes.some((scope) => METHODS[name]?.scope === scope),
      ),
    })),
  )
  app.post<{ Params: { method: string } }>(
    '/v1/:method',
    asked(async (request, { rights, serving, signal }) => {
      const { method: name } = request.params as { method: string }
      const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
      if (method === undefined) throw new ServeError('SERVE_UNKNOWN_METHOD', 'there is no such method')
      checkScope(rights, method.scope)
      return { result: await method.run(request.body ?? {}, { serving, signal }) }
    }),
  )

  await app.listen({ host, port })
  // Listening over TCP, so the address is not a path.
  const bound = (app.server.address() as AddressInfo).port
  hosts = allowedHosts(host, bound, names)
  const url = pageUrl({ host, port: bound })
  return {
    url,
    close: async () => {
      closing.abort(new ServeError('SERVE_CLOSING', 'Kvlar is being closed'))
      const closed = app.close()
      await openRequests.answered({ withinMs: LAST_ANSWERS_MS })
      app.server.closeAllConnections()
      await closed
    },
  }
}

interface Asking {
  readonly rights: CallerRights
  readonly serving: Serving
  readonly signal: AbortSignal
}

function statusOf({ code, kind }: ErrorFrame): number {
  switch (code) {
    case 'SERVE_NOT_ALLOWED':
      return 403
    case 'SERVE_UNKNOWN_METHOD':
    case 'SERVE_UNKNOWN_HANDLE':
      return 404
    case 'SERVE_BUSY':
      return 429
    case 'SERVE_CLOSING':
      return 503
    default:
      return kind === 'stopped' ? 403 : 400
  }
}
