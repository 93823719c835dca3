import {
  Client as ClientV2,
  InMemoryTransport as TransportV2,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport as TransportV1 } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server as ServerV1 } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer as McpServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createMcpHandler, McpServer as McpServerV2, Server as ServerV2 } from '@modelcontextprotocol/server'
import { guardServer, type McpOptions } from '@kvlar/sdk/mcp'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import {
  answer,
  pendingId,
  policy,
  program,
  thrownBy,
  type Program,
} from '../../packages/sdk/test/program.ts'

interface Called {
  readonly isError?: boolean | undefined
  readonly content: unknown
  readonly _kvlar?: unknown
}
type Call = (name: string, args?: Record<string, unknown>) => Promise<Called>
interface Version {
  readonly version: string
  /** A server with tools, guarded when it has some of them, and whoever calls it. */
  readonly open: (given: Program, options?: McpOptions) => Promise<Call>
  /** A server that answers every request itself. */
  readonly bare: (given: Program) => Promise<Call>
}

const INFO = { name: 'test', version: '1' }
const ARGS = { id: z.string() }
const REFUND = { orderId: z.string(), amount: z.number() }
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] })

const V1: Version = {
  version: '1',
  open: async (given, options) => {
    const server = new McpServerV1(INFO)
    server.registerTool('read_order', { inputSchema: ARGS }, ({ id }) => text(`order ${id}`))
    guardServer(given.kvlar, server, options)
    server.registerTool('drop_order', { inputSchema: ARGS }, () => text(String(given.ran.push('dropped'))))
    server.registerTool('issue_refund', { inputSchema: REFUND }, (args) => text(given.issueRefund(args)))
    return connectV1(server)
  },
  bare: async (given) => {
    const server = new ServerV1(INFO, { capabilities: { tools: {} } })
    guardServer(given.kvlar, server)
    server.setRequestHandler(CallToolRequestSchema, () => text(String(given.ran.push('dropped'))))
    return connectV1(server)
  },
}

async function connectV1(server: Pick<McpServerV1, 'connect' | 'close'>): Promise<Call> {
  const [near, far] = TransportV1.createLinkedPair()
  const client = new ClientV1(INFO)
  await server.connect(far)
  await client.connect(near)
  onTestFinished(async () => client.close())
  return async (name, args = {}) => (await client.callTool({ name, arguments: args })) as Called
}

const V2: Version = {
  version: '2',
  open: async (given, options) => {
    const server = new McpServerV2(INFO)
    server.registerTool('read_order', { inputSchema: z.object(ARGS) }, ({ id }) => text(`order ${id}`))
    guardServer(given.kvlar, server, options)
    server.registerTool('drop_order', { inputSchema: z.object(ARGS) }, () =>
      text(String(given.ran.push('dropped'))),
    )
    server.registerTool('issue_refund', { inputSchema: z.object(REFUND) }, (args) =>
      text(given.issueRefund(args)),
    )
    return connectV2(server)
  },
  bare: async (given) => {
    const server = new ServerV2(INFO, { capabilities: { tools: {} } })
    guardServer(given.kvlar, server)
    server.fallbackRequestHandler = async () => text(String(given.ran.push('dropped')))
    return connectV2(server)
  },
}

async function connectV2(server: Pick<McpServerV2, 'connect' | 'close'>): Promise<Call> {
  const [near, far] = TransportV2.createLinkedPair()
  const client = new ClientV2(INFO)
  await server.connect(far)
  await client.connect(near)
  onTestFinished(async () => client.close())
  return async (name, args = {}) => client.callTool({ name, arguments: args })
}

describe.each([V1, V2])('a server of the MCP SDK, version $version', ({ open, bare }) => {
  test('answers calls that the policy allows', async () => {
    const call = await open(program())
    expect(await call('read_order', { id: 'A1' })).toMatchObject(text('order A1'))
  })

  test('does not run what it denies, also of a tool registered later, and says why', async () => {
    const given = program()
    const call = await open(given)
    const denied = await call('drop_order', { id: 'A1' })
    expect(denied).toMatchObject({ isError: true, _kvlar: { code: 'POLICY_DENY', rule_id: 'deny-drops' } })
    expect(JSON.stringify(denied.content)).toContain('nothing is dropped here')
    expect(given.ran).toEqual([])
  })

  test('judges whoever answers calls, a handler that stands for all requests too', async () => {
    const given = program()
    const call = await bare(given)
    expect(await call('drop_order', { id: 'A1' })).toMatchObject({
      isError: true,
      _kvlar: { code: 'POLICY_DENY' },
    })
    expect(given.ran).toEqual([])
  })

  test('holds a call for people, and answers others meanwhile', async () => {
    const given = program()
    const call = await open(given)
    const held = call('issue_refund', { orderId: 'A1', amount: 5 })
    await pendingId(given.approvals)
    expect(await call('read_order', { id: 'A1' })).toMatchObject(text('order A1'))
    expect(given.ran).toEqual([])
    await answer(given.approvals, 'approve')
    expect(await held).toMatchObject(text('refunded'))
    expect(given.ran).toEqual([{ orderId: 'A1', amount: 5 }])
  })

  test('tells a client that waited long enough to call again, and runs that call once it is approved', async () => {
    const given = program()
    const call = await open(given, { holdMs: 0 })
    const args = { orderId: 'A1', amount: 5 }
    expect(await call('issue_refund', args)).toMatchObject({
      isError: true,
      _kvlar: { approval: { status: 'pending' } },
    })
    await answer(given.approvals, 'approve')
    expect(await call('issue_refund', { ...args, amount: 500 })).toMatchObject({ isError: true })
    expect(await call('issue_refund', args)).toMatchObject(text('refunded'))
    expect(given.ran).toEqual([args])
  })

  test('is called by whom the program says, from what was verified of the request', async () => {
    const rules = `
  - id: support
    match_on: { resources: [read_order], principals: { roles: [support] } }
    effect: { type: allow }
`
    const given = program({ policies: [policy(rules)] })
    const call = await open(given, {
      context: ({ authInfo, http }) => {
        expect(authInfo ?? http?.authInfo).toBeUndefined()
        return { principal: { id: 'ana', kind: 'user', roles: ['support'] } }
      },
    })
    expect(await call('read_order', { id: 'A1' })).toMatchObject(text('order A1'))
    const nobody = await open(program({ policies: [policy(rules)] }))
    expect(await nobody('read_order', { id: 'A1' })).toMatchObject({ isError: true })
  })

  test('keeps its own errors', async () => {
    const call = await open(program())
    const failed = await call('read_order', { id: 5 })
    expect(failed.isError).toBe(true)
    expect(failed._kvlar).toBeUndefined()
  })
})

describe('a server of version 2 and a client of the newest revision', () => {
  type Answer = 'accept' | 'decline'
  type Elicitation = { form?: { applyDefaults?: boolean }; url?: Record<string, never> }

  /** A client whose user does this when asked, and what was asked. */
  async function newest(given: Program, elicitation: Elicitation, act: () => Promise<Answer>) {
    const rounds: unknown[] = []
    const handler = createMcpHandler(() => {
      const server = new McpServerV2(INFO)
      guardServer(given.kvlar, server, { holdMs: 30_000 })
      server.registerTool('issue_refund', { inputSchema: z.object(REFUND) }, (args, { mcpReq }) => {
        rounds.push(mcpReq.inputResponses)
        return text(given.issueRefund(args))
      })
      return server
    })
    const transport = new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
      fetch: async (url, init) => handler.fetch(new Request(url, init)),
    })
    const client = new ClientV2(INFO, {
      capabilities: { elicitation },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    })
    const asked: unknown[] = []
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      asked.push(params)
      return { action: await act(), content: {} }
    })
    await client.connect(transport)
    onTestFinished(async () => client.close())
    const call = async (amount: number): Promise<Called> =>
      client.callTool({ name: 'issue_refund', arguments: { orderId: 'A1', amount } })
    return { call, asked, rounds }
  }

  test.each([
    ['an address', { form: {}, url: {} }, { mode: 'url', url: expect.stringMatching('^https://k/') }],
    ['a form', {}, { message: expect.stringContaining('https://k/') }],
  ])('leads the user to what waits by %s, and runs once it is approved there', async (_, can, question) => {
    const given = program({ approvalUrl: (id) => `https://k/${id}` })
    const { call, asked, rounds } = await newest(given, can, async () => {
      expect(given.ran).toEqual([])
      await answer(given.approvals, 'approve')
      return 'accept'
    })
    expect(await call(5)).toMatchObject(text('refunded'))
    expect(asked).toEqual([expect.objectContaining(question)])
    expect([given.ran, rounds]).toEqual([[{ orderId: 'A1', amount: 5 }], [undefined]])
  })

  test('takes no word of the user for an approval', async () => {
    const given = program()
    const { call, asked } = await newest(given, {}, async () => 'accept')
    const waits = call(5)
    const id = await pendingId(given.approvals)
    await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 30_000 })
    expect([given.ran, (await given.approvals.get(id))?.state]).toEqual([[], 'pending'])
    await answer(given.approvals, 'deny')
    expect(await waits).toMatchObject({ isError: true, _kvlar: { approval: { status: 'denied' } } })
    expect(given.ran).toEqual([])
  })

  test('says that a call waits of which the user did not go on, and asks no client that cannot', async () => {
    const given = program()
    const { call, asked } = await newest(given, {}, async () => 'decline')
    const pending = { isError: true, _kvlar: { approval: { status: 'pending' } } }
    expect(await call(5)).toMatchObject(pending)
    expect(asked).toHaveLength(1)
    const other = await newest(given, { url: {} }, async () => 'accept')
    expect(await other.call(5)).toMatchObject(pending)
    expect([other.asked, given.ran]).toEqual([[], []])
  })
})

test('what is no server of the MCP SDK, or is guarded already, is refused', async () => {
  const { kvlar } = program()
  for (const server of [{}, { server: {} }, { _requestHandlers: {} }])
    expect(await thrownBy(() => guardServer(kvlar, server))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
  const server = guardServer(kvlar, new McpServerV2(INFO))
  expect(await thrownBy(() => guardServer(kvlar, server.server))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
})
