import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { callerOf as callerOfExpress } from '@kvlar/sdk/express'
import { callerOf as callerOfFastify } from '@kvlar/sdk/fastify'
import { callerOf as callerOfHono } from '@kvlar/sdk/hono'
import type { KvlarContext } from '@kvlar/sdk'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isKvlarError } from '@kvlar/sdk'
import { policy, program, type Program } from '../../packages/sdk/test/program.ts'

/** Kept by the server; what a browser sends is but the name of it. */
const SESSIONS: Readonly<Record<string, KvlarContext>> = {
  's-ana': { principal: { id: 'ana', kind: 'user', roles: ['support'] }, sessionId: 's-ana' },
  's-ben': { principal: { id: 'ben', kind: 'user', roles: [] } },
  's-nobody': { agentId: 'desk' },
}
const sessionOf = (name: unknown) => {
  if (name === 's-broken') throw new Error('the sessions are gone')
  return SESSIONS[String(name)] as never
}

const SUPPORT = `
  - id: support
    match_on: { resources: [issue_refund], principals: { roles: [support] } }
    effect: { type: allow }
  - id: anyone
    match_on: { resources: [read_order] }
    effect: { type: allow }
`

type Send = (session: string, headers?: Record<string, string>) => Promise<{ status: number; text: string }>

/** What every handler does: refunds what the body says, after a while. */
function handling({ kvlar, issueRefund }: Program) {
  const refund = kvlar.guard('issue_refund', issueRefund)
  return async (body: unknown): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    try {
      return await refund(body as { orderId: string; amount: number })
    } catch (error) {
      if (isKvlarError(error)) return error.code
      throw error
    }
  }
}

const FRAMEWORKS: readonly { name: string; open: (given: Program) => Promise<string> }[] = [
  {
    name: 'Express',
    open: async (given) => {
      const app = express()
      const handle = handling(given)
      app.use(express.json())
      app.use(
        callerOfExpress(given.kvlar, async (request: express.Request) => sessionOf(request.get('cookie'))),
      )
      // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
      app.post('/', async (request, response) => {
        response.send(await handle(request.body))
      })
      return listening(createServer(app))
    },
  },
  {
    name: 'Fastify',
    open: async (given) => {
      const app = fastify()
      const handle = handling(given)
      app.addHook(
        'preHandler',
        callerOfFastify(given.kvlar, (request: fastify.FastifyRequest) => sessionOf(request.headers.cookie)),
      )
      // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
      app.post('/', async (request) => handle(request.body))
      onTestFinished(async () => app.close())
      return app.listen({ port: 0 })
    },
  },
  {
    name: 'Hono',
    open: async (given) => {
      const app = new Hono()
      const handle = handling(given)
      app.use(
        callerOfHono(given.kvlar, async (context: { req: { header(name: string): string | undefined } }) =>
          sessionOf(context.req.header('cookie')),
        ),
      )
      app.post('/', async (context) => context.text(await handle(await context.req.json())))
      const server = createServer((request, response) => {
        const chunks: Buffer[] = []
        request
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const headers = new Headers(
              Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
            )
            const made = new Request('http://127.0.0.1/', {
              method: 'POST',
              headers,
              body: Buffer.concat(chunks),
            })
            void Promise.resolve(app.fetch(made)).then(async (answer) => {
              response.writeHead(answer.status, Object.fromEntries(answer.headers))
              response.end(await answer.text())
            })
          })
      })
      return listening(server)
    },
  },
]

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sending(url: string): Send {
  return async (cookie, headers = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ orderId: cookie, amount: 5 }),
    })
    return { status: answer.status, text: await answer.text() }
  }
}

describe.each(FRAMEWORKS)('a request to $name', ({ open }) => {
  test('makes guarded calls as whoever made it, whatever other requests do meanwhile', async () => {
    const given = program({ policies: [policy(SUPPORT)] })
    const send = sending(await open(given))
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_none, index) => send(index % 2 === 0 ? 's-ana' : 's-ben')),
    )
    expect(answers.map(({ text }) => text)).toEqual(
      Array.from({ length: 10 }, (_none, index) => (index % 2 === 0 ? 'refunded' : 'POLICY_DEFAULT_DENY')),
    )
    for (const event of given.events) {
      if (event.kind !== 'decided') continue
      const { principal, parameters } = event.action
      expect(`s-${principal.id}`).toBe(parameters['orderId'])
      if (principal.id === 'ana') expect(event.sessionId).toBe('s-ana')
    }
  })

  test('of somebody unknown, or of an agent without a person, reaches no handler', async () => {
    const given = program({ policies: [policy(SUPPORT)] })
    const send = sending(await open(given))
    for (const session of ['s-other', 's-nobody', '']) {
      const { status, text } = await send(session)
      expect([status, JSON.parse(text)]).toMatchObject([401, { status: 401, title: 'Unauthorized' }])
    }
    expect(given.events).toEqual([])
  })

  test('whose maker cannot be told reaches no handler', async () => {
    const given = program({ policies: [policy(SUPPORT)] })
    const send = sending(await open(given))
    expect((await send('s-broken')).status).toBe(500)
    expect(given.events).toEqual([])
  })

  test('is nobody’s by its headers', async () => {
    const given = program({ policies: [policy(SUPPORT)] })
    const send = sending(await open(given))
    const headers = { 'x-principal-id': 'ana', 'x-roles': 'support', authorization: 'Bearer ana' }
    expect((await send('s-other', headers)).status).toBe(401)
    expect((await send('s-ben', headers)).text).toBe('POLICY_DEFAULT_DENY')
  })
})
