import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import {
  expressPermit,
  fastifyPermit,
  honoPermit,
  permitOf,
  redeemRequest,
  type Permits,
} from '@kvlar/sdk/permits'

/** A service that refunds, over real HTTP, and what it ran. */
export interface Door {
  readonly port: number
  readonly ran: unknown[]
  close(): Promise<void>
}

const CALL = { action: 'issue_refund' }

/** The same service in every framework. */
export const DOORS: Readonly<Record<string, (permits: Permits) => Promise<Door>>> = {
  Express: async (permits) => {
    const ran: unknown[] = []
    const app = express()
    app.use(express.json({ strict: false }))
    app.post('/refund', expressPermit(permits, CALL), (given, answer) => {
      ran.push(permitOf(given).parameters)
      answer.json({ ok: true })
    })
    return listening(createServer(app), ran)
  },
  Fastify: async (permits) => {
    const ran: unknown[] = []
    const app = fastify()
    app.post('/refund', { preHandler: fastifyPermit(permits, CALL) }, async (given) => {
      ran.push(permitOf(given).parameters)
      return { ok: true }
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    return { port, ran, close: () => app.close() }
  },
  Hono: async (permits) => {
    const ran: unknown[] = []
    const app = new Hono()
    app.post('/refund', honoPermit(permits, CALL), (context) => {
      ran.push(permitOf(context).parameters)
      return context.json({ ok: true })
    })
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    return listening(server, ran, true)
  },
  'a Request': async (permits) => {
    const ran: unknown[] = []
    const answer = async (given: Request): Promise<Response> => {
      const permitted = await redeemRequest(permits, given, CALL)
      if (permitted instanceof Response) return permitted
      ran.push(permitted.parameters)
      return Response.json({ ok: true, again: (await given.text()).length > 0 })
    }
    const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }) as Server
    return listening(server, ran, true)
  },
}

async function listening(server: Server, ran: unknown[], isStarted = false): Promise<Door> {
  if (!server.listening)
    await new Promise<void>((resolve) => {
      server.once('listening', resolve)
      if (!isStarted) server.listen(0, '127.0.0.1')
    })
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port, ran, close }
}

/** What came back. */
export interface Came {
  readonly status: number
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** Posts a body as it is, with headers that may stand there twice. */
export function post({ port }: Door, body: string, permits: readonly string[] = []): Promise<Came> {
  return new Promise((resolve, reject) => {
    const headers = [
      'host',
      'localhost',
      'content-type',
      'application/json',
      'content-length',
      String(Buffer.byteLength(body)),
      ...permits.flatMap((permit) => ['kvlar-permit', permit]),
    ]
    const sent = request({ host: '127.0.0.1', port, path: '/refund', method: 'POST', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
