import { randomUUID } from 'node:crypto'
import { createEngine, createMemoryCounters, loadPolicy } from '@kvlar/core'
import { createMemoryRevocations } from '@kvlar/gate'
import { createGuardGate, guardOver } from '@kvlar/sdk'
import { guardServer } from '@kvlar/sdk/mcp'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { listening } from './listening.ts'

/* An MCP server over HTTP whose tools are guarded, each connection a session of its own. */

const INFO = { name: 'refunds', version: '1' }
const POLICY = loadPolicy({
  policies: [
    {
      name: 'small',
      effect: 'permit',
      conditions: [{ action: 'issue_refund' }, { param_max: { field: 'amount', max: 1000 } }],
    },
  ],
})

async function serve() {
  const ran: number[] = []
  const revocations = createMemoryRevocations()
  const engine = createEngine([POLICY], { parseUrl: (text) => URL.parse(text) ?? undefined })
  const record = (): void => undefined
  const onFailure = (error: unknown): void => expect.fail(String(error))
  const parts = { engine: () => engine, record, onFailure }
  const gate = createGuardGate({ ...parts, counters: createMemoryCounters(), standing: revocations })
  const kvlar = guardOver({ ...parts, gate, agentId: 'mcp', now: Date.now })
  const connections = new Map<string, StreamableHTTPServerTransport>()
  const connect = async (): Promise<StreamableHTTPServerTransport> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void connections.set(id, transport),
    })
    const server = new McpServer(INFO)
    server.registerTool('issue_refund', { inputSchema: { amount: z.number() } }, ({ amount }) => {
      ran.push(amount)
      return { content: [{ type: 'text', text: 'refunded' }] }
    })
    guardServer(kvlar, server, {
      context: ({ sessionId }) => ({
        principal: { id: 'agent-bot', kind: 'agent', roles: [] },
        ...(sessionId !== undefined && { sessionId }),
      }),
    })
    await server.connect(transport)
    return transport
  }
  const url = await listening((request, response) => {
    const known = connections.get(String(request.headers['mcp-session-id']))
    void (async () => (known ?? (await connect())).handleRequest(request, response))()
  })
  const client = async () => {
    const transport = new StreamableHTTPClientTransport(new URL(url))
    const one = new Client(INFO)
    await one.connect(transport)
    const refund = async (amount: number): Promise<object> =>
      one.callTool({ name: 'issue_refund', arguments: { amount } })
    return { refund, sessionId: transport.sessionId ?? '', close: () => one.close() }
  }
  return { ran, revocations, client }
}

test('C5: the tools of an MCP server run when the policy says so, until their session is turned away', async () => {
  const { ran, revocations, client } = await serve()
  const [one, other] = [await client(), await client()]
  expect(await one.refund(500)).toMatchObject({ content: [{ text: 'refunded' }] })
  expect(await one.refund(5000)).toMatchObject({ isError: true, _kvlar: { code: 'POLICY_DEFAULT_DENY' } })
  const target = { kind: 'session', id: one.sessionId } as const
  await revocations.revoke({ target, reason: 'it has drifted', by: 'ana', atMs: Date.now() })
  expect(await one.refund(500)).toMatchObject({ isError: true, _kvlar: { code: 'SESSION_INVALID' } })
  expect(await other.refund(400)).toMatchObject({ content: [{ text: 'refunded' }] })
  await revocations.restore(target)
  expect(await one.refund(300)).toMatchObject({ content: [{ text: 'refunded' }] })
  expect(ran).toEqual([500, 400, 300])
  await Promise.all([one.close(), other.close()])
})
