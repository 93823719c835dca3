// A program with a guarded function, as one of a fleet: `node guarding.ts POLICY REDIS`. It calls it for each call that it
// is told of on a line, and answers in the words of a proxy.
import { createInterface } from 'node:readline'
import { openKvlar } from '@kvlar/runtime'

const [policy = '', redis = ''] = process.argv.slice(2)

await using kvlar = await openKvlar({ policies: [policy], redis, agentId: 'mcp-agent', tell: () => {} })
const readNote = kvlar.guard('read_note', () => 'a note')

async function answer(id: number): Promise<void> {
  const result = await readNote({}).then(
    () => ({}),
    (error: { readonly code: string }) => ({ _kvlar: { code: error.code } }),
  )
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
}

const calls: Promise<void>[] = []
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line) as { readonly id?: number; readonly method: string }
  if (method === 'tools/call' && id !== undefined) calls.push(answer(id))
}
await Promise.all(calls)
