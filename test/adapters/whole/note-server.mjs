/* An MCP server with notes, for agents that start one themselves. */
import { McpServer } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { z } from 'zod'

const server = new McpServer({ name: 'notes', version: '1.0.0' })
for (const name of ['read_note', 'drop_note'])
  server.registerTool(name, { inputSchema: z.object({ id: z.string() }) }, ({ id }) => ({
    content: [{ type: 'text', text: `note ${id}` }],
  }))
await server.connect(new StdioServerTransport())
