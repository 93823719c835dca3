import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect, createServer } from 'node:net'
import {
  serveHealth,
  type Health,
  type HealthCheck,
  type HealthNotice,
  type ServedHealth,
} from '@kvlar/health'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'

const STATS = {
  version: '0.3.0',
  uptimeMs: 3_600_999,
  isPolicyLoaded: true,
  rules: 14,
  allowed: 1189,
  denied: 42,
  approval: 16,
}

const open: ServedHealth[] = []
afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

async function serve(
  health: Partial<Health> = {},
  more: { readonly port?: number; readonly host?: string } = {},
  tell: (notice: HealthNotice) => void = () => {},
): Promise<ServedHealth> {
  const served = await serveHealth({
    health: { stats: () => STATS, checks: [], ...health },
    port: 0,
    tell,
    ...more,
  })
  open.push(served)
  return served
}

const base = ({ url }: ServedHealth): string => url ?? expect.fail('it is not served')
const get = (served: ServedHealth, path: string): Promise<Response> => fetch(`${base(served)}${path}`)

/** With headers that `fetch` would not send. */
async function ask(
  served: ServedHealth,
  options: { readonly path: string; readonly method?: string; readonly headers?: IncomingHttpHeaders },
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const { hostname, port } = new URL(base(served))
  const asked = httpRequest({ hostname, port, agent: false, ...options }).end()
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  response.setEncoding('utf8')
  let text = ''
  for await (const part of response) text += String(part)
  return { status: response.statusCode, text }
}

describe('/health', () => {
  test('has the nine keys of Kvlar 0.3, in their order', async () => {
    const response = await get(await serve(), '/health')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.text()).toBe(`{
  "status": "ok",
  "uptime_secs": 3600,
  "policy_loaded": true,
  "rules_count": 14,
  "requests_evaluated": 1247,
  "requests_allowed": 1189,
  "requests_denied": 42,
  "requests_approval": 16,
  "version": "0.3.0"
}
`)
  })

  test('is 200 whatever is not ready', async () => {
    const served = await serve({ checks: [{ name: 'record', look: () => 'no' }] })
    expect((await get(served, '/health')).status).toBe(200)
    expect((await get(served, '/livez')).status).toBe(200)
    expect((await get(served, '/readyz')).status).toBe(503)
  })
})

describe('/readyz', () => {
  test('is 200 once every check is well, and says of each why it is not', async () => {
    const ready = await serve({ checks: [{ name: 'record', look: async () => undefined }] })
    const yes = await get(ready, '/readyz')
    expect([yes.status, await yes.json()]).toEqual([200, { status: 'ready', checks: { record: 'ok' } }])

    const checks: HealthCheck[] = [
      { name: 'record', look: () => 'the record cannot be written (ENOSPC)' },
      { name: 'limits', look: () => Promise.reject(new Error('/home/alice')) },
      {
        name: 'queue',
        look: () => {
          throw new Error('redis://:secret@host')
        },
      },
      { name: 'policy', look: () => undefined },
    ]
    const no = await get(await serve({ checks }), '/readyz')
    expect([no.status, await no.json()]).toEqual([
      503,
      {
        status: 'not_ready',
        checks: {
          record: 'the record cannot be written (ENOSPC)',
          limits: 'it cannot be looked at',
          queue: 'it cannot be looked at',
          policy: 'ok',
        },
      },
    ])
  })

  test('of a check that never answers says so, and asks it once for all who ask meanwhile', async () => {
    let looks = 0
    const look = (): Promise<undefined> => {
      looks += 1
      return new Promise(() => {})
    }
    const served = await serve({ checks: [{ name: 'limits', look }] })
    const all = await Promise.all([1, 2, 3].map(() => get(served, '/readyz')))
    for (const one of all)
      expect(await one.json()).toMatchObject({ checks: { limits: 'no answer within 3 s' } })
    expect(looks).toBe(1)
  })

  test('is looked at anew once what was found is old', async () => {
    let why: string | undefined = 'no'
    const served = await serve({ checks: [{ name: 'record', look: () => why }] })
    expect((await get(served, '/readyz')).status).toBe(503)
    why = undefined
    await vi.waitFor(async () => expect((await get(served, '/readyz')).status).toBe(200), {
      timeout: 30_000,
      interval: 50,
    })
  })
})

describe('a request', () => {
  test('is answered whatever host it names, and if it names none', async () => {
    const served = await serve()
    for (const host of ['evil.example', '10.0.0.7:9101', 'x'.repeat(300)])
      for (const path of ['/health', '/livez', '/readyz'])
        expect((await ask(served, { path, headers: { host } })).status).toBe(200)
    expect((await raw(served, 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n')).slice(0, 15)).toBe(
      'HTTP/1.1 200 OK',
    )
  })

  test('that is no GET or HEAD, or of another page, changes nothing and is told so', async () => {
    const served = await serve()
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask(served, { path: '/health', method })).status).toBe(405)
    for (const path of ['/', '/healthz', '/health/', '//health', '/__proto__', '/constructor', '/%68ealth'])
      expect((await ask(served, { path })).status).toBe(404)
    expect(await ask(served, { path: '/health', method: 'HEAD' })).toEqual({ status: 200, text: '' })
    expect((await ask(served, { path: '/livez?verbose' })).status).toBe(200)
  })

  test('with headers without end, or in any bytes, ends its own connection and no other', async () => {
    const served = await serve()
    expect(await raw(served, `GET /health HTTP/1.1\r\nX: ${'a'.repeat(9000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await raw(served, bytes)
        expect((await get(served, '/livez')).status).toBe(200)
      }),
      { numRuns: 30 },
    )
  })

  test('that comes too slowly is not waited for', async () => {
    const served = await serve()
    const { hostname, port } = new URL(base(served))
    const socket = connect(Number(port), hostname)
    socket.write('GET /health HTTP/1.1\r\nHost: a\r\n')
    socket.resume()
    await once(socket, 'close')
    expect((await get(served, '/livez')).status).toBe(200)
  })

  test('beyond the connections that it takes is closed, and answered again when some have gone', async () => {
    const served = await serve()
    const { hostname, port } = new URL(base(served))
    const sockets = Array.from({ length: 80 }, () => connect(Number(port), hostname))
    let closed = 0
    for (const socket of sockets)
      socket
        .on('error', () => {})
        .on('close', () => (closed += 1))
        .resume()
    await vi.waitFor(() => expect(closed).toBeGreaterThanOrEqual(16), { timeout: 30_000 })
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect((await get(served, '/livez')).status).toBe(200), { timeout: 30_000 })
  })
})

/** All that is answered to these bytes before either side ends. */
async function raw(served: ServedHealth, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(base(served))
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (part: string) => (text += part)).on('error', () => {})
  socket.end(bytes)
  await once(socket, 'close')
  return text
}

describe('an address', () => {
  test(
    'that is in use is a warning, told once, and is taken when it is free',
    { timeout: 60_000 },
    async () => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const bound = other.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0
      const told: HealthNotice[] = []
      const served = await serve({}, { port }, (notice) => told.push(notice))
      expect(served.url).toBeUndefined()
      expect(told).toEqual([
        {
          severity: 'warning',
          text: `health is not served at 127.0.0.1:${port}: the address is in use; trying again`,
        },
      ])
      // It is tried again in vain before it is free.
      const before = performance.now()
      await vi.waitFor(() => expect(performance.now() - before).toBeGreaterThan(5500), { timeout: 30_000 })
      other.close()
      await vi.waitFor(() => expect(served.url).toBe(`http://127.0.0.1:${port}`), { timeout: 30_000 })
      expect(told.slice(1)).toEqual([
        { severity: 'note', text: `health is served at http://127.0.0.1:${port}/health` },
      ])
    },
  )

  test('of this machine alone is told without a word of others, and any other with one', async () => {
    const toldAt = async (host: string): Promise<readonly string[]> => {
      const told: string[] = []
      await serve({}, { host }, ({ severity }) => told.push(severity))
      return told
    }
    expect(await toldAt('127.0.0.1')).toEqual(['note'])
    expect(await toldAt('localhost')).toEqual(['note'])
    expect(await toldAt('0.0.0.0')).toEqual(['note', 'warning'])
    expect(await toldAt('256.0.0.1')).toEqual(['warning'])
  })

  test('is free when it is closed, also with connections that are open, and closing twice is closing once', async () => {
    const served = await serve()
    const url = base(served)
    await fetch(`${url}/livez`)
    await Promise.all([served.close(), served.close()])
    expect(served.url).toBeUndefined()
    await expect(fetch(`${url}/livez`)).rejects.toThrow()
    expect((await serve({}, { port: Number(new URL(url).port) })).url).toBe(url)
  })
})
