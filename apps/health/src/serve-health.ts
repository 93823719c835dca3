import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { Health } from './health.ts'
import type { HealthNotice } from './health-notice.ts'
import { LIMITS } from './limits.ts'
import { listenAgain } from './listen-again.ts'
import { healthPage, hostPage, jsonPage, livenessPage, readinessPage, type Page } from './pages.ts'
import { createMetrics } from './metrics/create-metrics.ts'
import { mayRead } from './may-read.ts'
import { createReadiness } from './readiness.ts'

export interface ServeHealthOptions {
  readonly health: Health
  /** Where to listen; this machine alone can ask when absent. */
  readonly host?: string
  /** 0 for any free one. */
  readonly port: number
  /** Further host names by which monitors may ask for `/metrics`, beside addresses, `localhost` and `host`. */
  readonly hosts?: readonly string[]
  /** Told where it listens, and that it cannot; nobody when absent. Must not throw. */
  readonly tell?: (notice: HealthNotice) => void
}

/** What answers probes. */
export interface ServedHealth extends AsyncDisposable {
  /** Where it listens now, such as `http://127.0.0.1:9101`; undefined while the address cannot be had. */
  readonly url: string | undefined
  /** Ends it with every connection. A second time is the same time. */
  close(): Promise<void>
}

/**
 * Answers probes until it is closed; it keeps no process alive. An address that cannot be had fails nothing: it is tried
 * again, because clients start a proxy twice and end the first. Resolves after the first try.
 */
export async function serveHealth({
  health,
  host = '127.0.0.1',
  port,
  hosts = [],
  tell = () => {},
}: ServeHealthOptions): Promise<ServedHealth> {
  const readiness = createReadiness(health.checks)
  const metrics = createMetrics(health, readiness)
  const names = [host, ...hosts]
  const pages: Pages = {
    '/health': () => healthPage(health.stats()),
    '/livez': livenessPage,
    '/readyz': async () => readinessPage(await readiness()),
    ...(metrics && {
      '/metrics': ({ headers }) => (mayRead(headers.host, names) ? metrics.page() : hostPage()),
    }),
  }
  const server = boundedServer((request, response) => void answer(pages, request, response))
  const listening = await listenAgain(server, { host, port, tell })
  const end = async (): Promise<void> => {
    metrics?.end()
    await listening.close()
  }
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= end())
  return {
    get url() {
      return urlOf(server)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Pages = Readonly<Record<string, (request: IncomingMessage) => Page | Promise<Page>>>

function boundedServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headerBytesMax,
      headersTimeout: LIMITS.requestMs,
      requestTimeout: LIMITS.requestMs,
      connectionsCheckingInterval: LIMITS.requestMs / 5,
      keepAliveTimeout: LIMITS.requestMs,
      // Probes are answered whatever they call this server, and if they call it nothing.
      requireHostHeader: false,
    },
    listener,
  )
  server.maxConnections = LIMITS.connectionsMax
  server.maxRequestsPerSocket = LIMITS.requestsPerConnectionMax
  server.timeout = LIMITS.idleMs
  return server
}

/** Never rejects. */
async function answer(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let page: Page
  try {
    page = await pageFor(pages, request)
  } catch {
    page = jsonPage(500, { error: 'it could not be told' })
  }
  response.writeHead(page.status, {
    'content-type': page.type,
    'content-length': Buffer.byteLength(page.body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(page.status === 405 && { allow: 'GET, HEAD' }),
    // What else it sends is not read.
    ...(hasBody(request) && { connection: 'close' }),
  })
  response.end(request.method === 'HEAD' ? undefined : page.body)
}

function pageFor(pages: Pages, request: IncomingMessage): Page | Promise<Page> {
  const { method, url = '' } = request
  if (method !== 'GET' && method !== 'HEAD') return jsonPage(405, { error: 'only GET and HEAD are answered' })
  const path = url.replace(/[?#].*$/s, '')
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  return page === undefined
    ? jsonPage(404, { error: 'there is no such page', pages: Object.keys(pages) })
    : page(request)
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function urlOf(server: Server): string | undefined {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') return undefined
  const { address, port } = bound
  return `http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`
}
