import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { isKvlarError, noticeOf, type Kvlar, type KvlarContext } from '@kvlar/sdk'
import { callerOf as callerOfExpress } from '@kvlar/sdk/express'
import { callerOf as callerOfFastify } from '@kvlar/sdk/fastify'
import { callerOf as callerOfHono } from '@kvlar/sdk/hono'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { guardedSurface, placeOf, toldBy, type Called, type Start } from './guarded.ts'
import type { Told } from './surface.ts'

/** Whoever makes a request, as the application has verified it. */
type Identity = KvlarContext & Required<Pick<KvlarContext, 'principal'>>

interface Asked {
  readonly id: string
  readonly args: JsonObject
}

/** What the services of one policy share: which calls are under way, by the number that a request names. */
class Calls {
  readonly #kvlar: Kvlar
  readonly #open = new Map<string, { readonly action: Action; readonly called: Called }>()
  #last = 0

  constructor(kvlar: Kvlar) {
    this.#kvlar = kvlar
  }

  readonly identify = (id: unknown): Identity | undefined => {
    const context = this.#open.get(String(id))?.called.context
    return context?.principal && { ...context, principal: context.principal }
  }

  /** A handler: the guarded function that the request is about, called by whom the middleware says. */
  readonly handle = async ({ id, args }: Asked): Promise<object> => {
    const { action, called } = this.#open.get(id)!
    const options = { ...placeOf(action), onPending: 'throw' } as const
    const guarded = this.#kvlar.guard(action.resource, (given: JsonObject) => called.run(given), options)
    try {
      await guarded(args)
      return called.ran()!
    } catch (error) {
      const notice = noticeOf(error)
      if (!isKvlarError(error) || notice === undefined) throw error
      return toldBy(notice)
    }
  }

  async make(send: Send, action: Action, called: Called): Promise<Told> {
    const id = String((this.#last += 1))
    this.#open.set(id, { action, called })
    const headers = { 'content-type': 'application/json', 'x-call': id }
    const answer = await send({ headers, body: JSON.stringify({ id, args: action.parameters }) })
    // A framework that turns down a body itself.
    if (answer.status === 400) return { kind: 'unread' }
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Told
  }
}

function webSurface(name: string, listen: (kvlar: Kvlar, calls: Calls) => Promise<Listening>) {
  const start: Start = async (kvlar) => {
    const calls = new Calls(kvlar)
    const { send, close } = await listen(kvlar, calls)
    return { make: async (_kvlar, action, called) => calls.make(send, action, called), close }
  }
  return guardedSurface(name, start)
}

type Send = (request: {
  readonly headers: Record<string, string>
  readonly body: string
}) => Promise<Response>

const sendTo =
  (url: string): Send =>
  async (request) =>
    fetch(url, { method: 'POST', ...request })

interface Listening {
  readonly send: Send
  readonly close: () => Promise<void>
}

async function listening(listener: RequestListener): Promise<Listening> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { send: sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), close }
}

export const EXPRESS = webSurface('express', async (kvlar, { identify, handle }) => {
  const app = express()
  app.use(express.json())
  app.use(callerOfExpress(kvlar, (request: express.Request) => identify(request.get('x-call'))))
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
  app.post('/', async (request, response) => {
    response.json(await handle(request.body as Asked))
  })
  return listening(app)
})

export const FASTIFY = webSurface('fastify', async (kvlar, { identify, handle }) => {
  const app = fastify()
  const caller = callerOfFastify(kvlar, ({ headers }: fastify.FastifyRequest) => identify(headers['x-call']))
  app.addHook('preHandler', caller)
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
  app.post('/', async (request) => handle(request.body as Asked))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { send: sendTo(url), close: async () => app.close() }
})

export const HONO = webSurface('hono', async (kvlar, { identify, handle }) => {
  const app = new Hono()
  interface Context {
    readonly req: { header(name: string): string | undefined }
  }
  app.use(callerOfHono(kvlar, ({ req }: Context) => identify(req.header('x-call'))))
  app.post('/', async (context) => context.json(await handle(await context.req.json<Asked>())))
  // Its requests are those of `fetch`, so that it needs no socket.
  return {
    send: async (request) => app.request('/', { method: 'POST', ...request }),
    close: async () => undefined,
  }
})
