import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

export const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
export const OTHER_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

export interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body, parsed. */
  readonly json: Readonly<Record<string, unknown>>
}

const servers: Server[] = []

/** A webhook on this machine that answers as told; it is closed after the test. */
export async function webhook(
  answer: (response: ServerResponse, attempt: number) => void,
  host = '127.0.0.1',
) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const)
      received.push({
        headers: Object.fromEntries(headers),
        body,
        json: JSON.parse(body) as Received['json'],
      })
      answer(response, received.length)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://${host}:${port}/hook`, port, received }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Comes back once it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}
