import { mkdtempSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { startReviewerServer, type ReviewerServer, type ReviewerServerOptions } from '@kvlar/reviewer/server'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: () => Record<string, unknown> & readonly Record<string, unknown>[]
}

/** A server over a queue in memory, on a free port, with the local token. */
export async function localServer(over: Partial<ReviewerServerOptions> = {}) {
  const queue = memoryApprovals({ now: Date.now, caps: { principalMax: 50, sessionMax: 50 } })
  const tokenFile = over.tokenFile ?? join(mkdtempSync(join(tmpdir(), 'kvlar-reviewer-')), 'token')
  const server: ReviewerServer = await startReviewerServer({
    approvals: queue.approvals,
    port: 0,
    tokenFile,
    ...over,
  })
  const token = over.approvers === undefined ? readFileSync(tokenFile, 'utf8').trim() : ''
  return { ...queue, server, token, tokenFile, send: sender(server.url, token) }
}

/** Opens servers for the tests of a file, and closes them after each. */
export function serving() {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close()
  })
  return async (over: Partial<ReviewerServerOptions> = {}) => {
    const one = await localServer(over)
    open.push(one.server)
    const ask = async (...args: Parameters<typeof call>) =>
      (await one.approvals.request(call(...args))).request.id
    return { ...one, ask }
  }
}

/** Sends requests over a real socket, with any header, `Host` and `Origin` included. */
export function sender(url: string, token: string) {
  return async (
    method: string,
    path: string,
    { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body?: unknown } = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
      const sent = request(
        new URL(path, url),
        {
          method,
          headers: {
            ...(token !== '' && { authorization: `Bearer ${token}` }),
            ...(text !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const all = Buffer.concat(chunks).toString('utf8')
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: all,
              json: () => JSON.parse(all) as ReturnType<Reply['json']>,
            })
          })
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
}

/** Signs a browser in as the script of the page does. */
export async function signIn(url: string, token: string) {
  const browser = sender(url, '')
  const origin = url.slice(0, -1)
  const reply = await browser('POST', '/session', {
    headers: { origin, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
  })
  const setCookie = String(reply.headers['set-cookie'])
  const pageKey = String(reply.json()['page_key'])
  return { browser, origin, setCookie, cookie: setCookie.split(';')[0] ?? '', pageKey }
}

/** Somebody who has the token of a running server: for the API, and signed in to the page. */
export async function signedIn({ url }: Pick<ReviewerServer, 'url'>, tokenFile: string) {
  const token = readFileSync(tokenFile, 'utf8').trim()
  const { browser, origin, cookie, pageKey } = await signIn(url, token)
  const page = async (path: string): Promise<string> =>
    (await browser('GET', path, { headers: { cookie } })).text
  return { token, cookie, origin, pageKey, browser, page, send: sender(url, token) }
}
