/*
 * An MCP server of somebody else, which refunds only what Kvlar has let go: `node server.mjs PUBLIC-KEY`.
 * The lines about permits are five; everything else is as it would be without them.
 */
import { openPermits, requirePermits } from '@kvlar/sdk/permits'
import { McpServer } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { z } from 'zod'

const server = new McpServer({ name: 'shop', version: '1.0.0' })
const inputSchema = z.object({ order: z.string(), amount: z.number(), currency: z.string().default('EUR') })
server.registerTool('issue_refund', { inputSchema }, async ({ order, amount, currency }) => ({
  content: [{ type: 'text', text: `refunded ${amount} ${currency} for ${order}` }],
}))

const directory = process.argv[2]
const onRefused = ({ reason }) => console.error(`refused: ${reason}`)
const permits = await openPermits({ directory, audience: 'shop', replicas: 1, onRefused })
await server.connect(requirePermits(new StdioServerTransport(), permits))
