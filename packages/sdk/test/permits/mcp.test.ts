import { Client } from '@modelcontextprotocol/client'
import { InMemoryTransport as InMemoryTransportV2 } from '@modelcontextprotocol/server'
import { McpServer as McpServerV2 } from '@modelcontextprotocol/server'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { afterEach, describe, expect, test } from 'vitest'
import { PERMIT_CARRIERS, requirePermits, type McpTransport } from '@kvlar/sdk/permits'
import { z } from 'zod'
import { service } from './services.ts'

/** One end of a connection in memory, which any version of the SDK takes. */
type End = McpTransport & { start(): Promise<void>; close(): Promise<void> }
type Connect = (given: unknown, ran: unknown[]) => Promise<void>

const VERSIONS: Readonly<Record<string, { pair: () => [End, End]; connect: Connect }>> = {
  '1': {
    pair: () => InMemoryTransport.createLinkedPair(),
    connect: async (transport, ran) => {
      const server = new McpServer({ name: 'shop', version: '1.0.0' })
      const inputSchema = { amount: z.number(), currency: z.string().default('EUR') }
      server.registerTool('issue_refund', { inputSchema }, async (args, extra) => {
        ran.push([args, extra._meta])
        return { content: [{ type: 'text', text: 'refunded' }] }
      })
      await server.connect(transport as InMemoryTransport)
    },
  },
  '2': {
    pair: () => InMemoryTransportV2.createLinkedPair(),
    connect: async (transport, ran) => {
      const server = new McpServerV2({ name: 'shop', version: '1.0.0' })
      const inputSchema = z.object({ amount: z.number(), currency: z.string().default('EUR') })
      server.registerTool('issue_refund', { inputSchema }, async (args, context) => {
        ran.push([args, context.mcpReq._meta])
        return { content: [{ type: 'text', text: 'refunded' }] }
      })
      await server.connect(transport as InMemoryTransportV2)
    },
  },
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe.each(Object.entries(VERSIONS))(
  'a server of version %s of the SDK',
  (_version, { pair, connect }) => {
    /** A server that requires permits, a client that is connected to it, and what ran. */
    async function connected() {
      const made = await service()
      const ran: unknown[] = []
      const [near, far] = pair()
      await connect(requirePermits(far, made.permits), ran)
      const client = new Client({ name: 'agent', version: '1.0.0' })
      await client.connect(near as never)
      open.push(() => client.close())
      const call = (args: object, permit?: unknown): Promise<unknown> =>
        client.callTool({
          name: 'issue_refund',
          arguments: { ...args },
          ...(permit !== undefined && { _meta: { [PERMIT_CARRIERS.meta]: permit } }),
        })
      return { ...made, client, call, ran, near }
    }

    test('runs a call with its permit, once, and its default is not what was permitted', async () => {
      const { call, issue, ran } = await connected()
      const { text } = await issue()
      await expect(call({ amount: 500, currency: 'USD' }, text)).rejects.toThrow('a permit is required')
      await call({ amount: 500 }, text)
      expect(ran).toMatchObject([
        [{ amount: 500, currency: 'EUR' }, expect.not.objectContaining({ [PERMIT_CARRIERS.meta]: text })],
      ])
      await expect(call({ amount: 500 }, text)).rejects.toMatchObject({ code: -31_401 })
      expect(ran).toHaveLength(1)
    })

    test.each<[string, (text: string) => unknown]>([
      ['without a permit', () => undefined],
      ['with one that is none', () => 'kvp1.AAAA'],
      ['with one in a list', (text) => [text]],
      ['with an object', (text) => ({ text })],
    ])('refuses a call %s, and says no more', async (_what, permitOf) => {
      const { call, issue, ran, refusals } = await connected()
      const { text } = await issue()
      const error: unknown = await call({ amount: 500 }, permitOf(text)).catch((caught: unknown) => caught)
      expect(String(error)).toMatch(/a permit is required$/)
      expect(ran).toEqual([])
      expect(refusals).toHaveLength(1)
    })

    test('hears everything else: what it offers is listed without a permit', async () => {
      const { client } = await connected()
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['issue_refund'])
    })

    test.each<[string, (call: object) => unknown]>([
      ['several in one', (call) => [call]],
      ['a call that wants no answer', (call) => ({ ...call, id: undefined })],
    ])('does not run %s', async (_what, messageOf) => {
      const { near, issue, ran, client } = await connected()
      const { text } = await issue({ audience: 'elsewhere' })
      const params = {
        name: 'issue_refund',
        arguments: { amount: 500 },
        _meta: { [PERMIT_CARRIERS.meta]: text },
      }
      const message = { jsonrpc: '2.0', id: 99, method: 'tools/call', params }
      await near.send(messageOf(message) as never)
      await client.listTools()
      expect(ran).toEqual([])
    })
  },
)

test('a transport that is in use already requires permits from then on', async () => {
  const { permits } = await service()
  const heard: unknown[] = []
  const transport: McpTransport = { onmessage: (message) => heard.push(message), send: async () => {} }
  requirePermits(transport, permits)
  transport.onmessage?.({ method: 'ping', id: 1 } as never)
  transport.onmessage?.({ method: 'tools/call', id: 2, params: { name: 'x' } } as never)
  transport.onmessage?.('tools/call' as never)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(heard).toEqual([{ method: 'ping', id: 1 }])
})

test('what comes behind a call is heard behind it, and what comes before it before', async () => {
  const { permits, issue } = await service()
  const { text } = await issue()
  const heard: unknown[] = []
  const transport: McpTransport = { send: async () => {} }
  requirePermits(transport, permits)
  transport.onmessage = ({ id }: { id: number }) => heard.push(id)
  const params = { name: 'issue_refund', arguments: { amount: 500 }, _meta: { [PERMIT_CARRIERS.meta]: text } }
  const say = (message: object): void => transport.onmessage?.(message as never)
  say({ method: 'ping', id: 1 })
  say({ method: 'tools/call', id: 2, params })
  say({ method: 'notifications/cancelled', id: 3 })
  say({ method: 'tools/call', id: 4, params })
  say({ method: 'ping', id: 5 })
  expect(heard).toEqual([1])
  while (heard.length < 4) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(heard).toEqual([1, 2, 3, 5])
})
