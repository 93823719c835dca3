import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A tool definition as a server lists it; only its name matters here. */
export interface ListedTool {
  readonly name: string
}

/** Starts a server on stdio, asks it for its tools as a client without capabilities for them would, and ends it. */
export async function listTools(entry: string, args: readonly string[]): Promise<readonly ListedTool[]> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'ignore'] })
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  try {
    send({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    })
    for await (const line of createInterface({ input: child.stdout })) {
      // An official server; the caller compares what comes with a digest.
      const message = JSON.parse(line) as { id?: number; result?: { tools?: ListedTool[] } }
      if (message.id === 1) {
        send({ method: 'notifications/initialized' })
        send({ id: 2, method: 'tools/list' })
      }
      if (message.id === 2) return message.result?.tools ?? []
    }
    return []
  } finally {
    child.kill()
  }
}
