import { PassThrough } from 'node:stream'
import { agentPrincipal, createEngine, createMemoryCounters, loadPolicy } from '@kvlar/core'
import { createMemoryRecord } from '@kvlar/gate'
import { createMcpGate } from '@kvlar/proxy'
import { runStdioProxy } from '@kvlar/proxy/stdio'

const rules = [{ id: 'reading', match_on: { resources: ['read_*'] }, effect: { type: 'allow' } }]
const engine = createEngine([loadPolicy({ name: 'p', rules })], { parseUrl: () => undefined })
const { record, events } = createMemoryRecord()
const [stdin, stdout] = [new PassThrough(), new PassThrough()]
const call = (id, name) =>
  stdin.write(
    `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } })}\n`,
  )

const ended = runStdioProxy({
  command: process.execPath,
  args: ['tiny-server.mjs'],
  gate: createMcpGate({ engine: () => engine, record, counters: createMemoryCounters() }),
  engine: () => engine,
  identity: { agentId: 'bot', principal: agentPrincipal('bot'), server: 'tiny' },
  record,
  stdin,
  stdout,
  stderr: process.stderr,
  signal: new AbortController().signal,
})
call(1, 'read_note')
call(2, 'drop_notes')
let said = ''
for await (const bytes of stdout) {
  said += bytes
  if (said.split('\n').length > 2) break
}
stdin.end()
await ended
if (!said.includes('read_note has run') || said.includes('drop_notes has run')) throw new Error(said)
if (!events.some(({ effective }) => effective?.outcome === 'deny')) throw new Error('nothing was recorded')
