// A server that answers every request, with what it was asked for in the answer.
import { createInterface } from 'node:readline'

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, params } = JSON.parse(line)
    if (id === undefined) return
    const result = { content: [], tools: [], asked: params }
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
  })
  .on('close', () => process.exit(0))
