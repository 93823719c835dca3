import { Client as ClientV2, InMemoryTransport as TransportV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport as TransportV1 } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server as ServerV1 } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { Server as ServerV2 } from '@modelcontextprotocol/server'
import { guardServer } from '@kvlar/sdk/mcp'
import type { Notice } from '@kvlar/sdk'
import { anew, guardedSurface, placeOf, ranOf, toldBy, type Called } from './guarded.ts'
import type { Told } from './surface.ts'

const INFO = { name: 'test', version: '1' }
const TOOLS = { capabilities: { tools: {} } }
const DONE = { content: [{ type: 'text' as const, text: 'done' }] }

/** What a client was answered. */
function told(answer: object, called: Called): Told {
  return '_kvlar' in answer ? toldBy(answer._kvlar as Notice) : ranOf(called)
}

export const MCP_V1 = guardedSurface(
  'mcp, version 1',
  anew(async (kvlar, action, called) => {
    const server = new ServerV1(INFO, TOOLS)
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      called.run(params.arguments)
      return DONE
    })
    guardServer(kvlar, server, { ...placeOf(action), context: () => called.context, holdMs: 0 })
    const [near, far] = TransportV1.createLinkedPair()
    const client = new ClientV1(INFO)
    await server.connect(far)
    await client.connect(near)
    const { resource: name, parameters } = action
    const answer = await client.callTool({ name, arguments: { ...parameters } })
    await client.close()
    return told(answer, called)
  }),
)

export const MCP_V2 = guardedSurface(
  'mcp, version 2',
  anew(async (kvlar, action, called) => {
    const server = new ServerV2(INFO, TOOLS)
    server.setRequestHandler('tools/call', ({ params }) => {
      called.run(params.arguments)
      return DONE
    })
    guardServer(kvlar, server, { ...placeOf(action), context: () => called.context, holdMs: 0 })
    const [near, far] = TransportV2.createLinkedPair()
    const client = new ClientV2(INFO)
    await server.connect(far)
    await client.connect(near)
    const { resource: name, parameters } = action
    const answer = await client.callTool({ name, arguments: { ...parameters } })
    await client.close()
    return told(answer, called)
  }),
)
