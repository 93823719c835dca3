// An MCP server that notes its process and every call that reaches it before it answers: `node noting-server.mjs FILE`.
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [notes] = process.argv.slice(2)
const note = (what) => appendFileSync(notes, `${JSON.stringify(what)}\n`)
note({ pid: process.pid })

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'noting', version: '1' },
  }),
  'tools/list': () => ({
    tools: ['do', 'ask'].map((name) => ({ name, inputSchema: { type: 'object' } })),
  }),
  'tools/call': ({ arguments: { order: token } }) => {
    note({ token })
    return { content: [{ type: 'text', text: token }] }
  },
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  const result = answers[method]?.(params)
  if (result === undefined) return
  // Some while later, so that calls are open at any moment.
  setTimeout(
    () => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`),
    Math.random() * 20,
  )
})
