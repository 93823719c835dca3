import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach } from 'vitest'
import { SECRET } from '../../../approvals/test/hook.ts'
import { sender } from './server.ts'

const SIGNING_SECRET = 'slack-signing-secret'
const receiver = join(import.meta.dirname, '../../../../examples/slack-receiver/run.mjs')

/** A call of Slack's Web API. */
export interface SlackCall {
  readonly method: string
  readonly authorization: string
  readonly body: Readonly<Record<string, unknown>> & { readonly blocks?: readonly Block[] }
}

export interface Block {
  readonly type: string
  readonly elements?: readonly Readonly<Record<string, unknown>>[]
}

const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A Slack on this machine, which keeps what it was sent. */
export async function fakeSlack(answer: (calls: number) => object = () => ({ ok: true })) {
  const calls: SlackCall[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const { url = '', headers } = request
      const body = JSON.parse(text) as SlackCall['body']
      calls.push({ method: url.replace('/api/', ''), authorization: String(headers.authorization), body })
      response.end(JSON.stringify({ ts: `17.${calls.length}`, ...answer(calls.length) }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const of = (method: string) => calls.filter((call) => call.method === method)
  return { url: `http://127.0.0.1:${port}/api`, calls, of }
}

/** The example as people run it, and clicks as Slack sends them. */
export async function startReceiver(slackUrl: string, reviewerUrl: string) {
  const env = {
    ...process.env,
    PORT: '0',
    SLACK_API_URL: slackUrl,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CHANNEL: 'C1',
    SLACK_APPROVERS: 'U1=ana,U2=ben,U3=bot',
    KVLAR_REVIEWER_URL: reviewerUrl,
    KVLAR_WEBHOOK_SECRETS: SECRET,
  }
  const child = spawn(process.execPath, [receiver], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  ends.push(async () => {
    const closed = once(child, 'close')
    child.kill()
    await closed
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const url = /http:\S+/.exec(line)?.[0] ?? ''
  const send = sender(url, '')
  return { url: `${url}/kvlar`, click: clicks(send), send }
}

interface Click {
  readonly user?: string
  readonly action?: string
  readonly id: string
  readonly secret?: string
  readonly ageS?: number
}

function clicks(send: ReturnType<typeof sender>) {
  return async ({ user = 'U1', action = 'approve', id, secret = SIGNING_SECRET, ageS = 0 }: Click) => {
    const payload = { type: 'block_actions', user: { id: user }, actions: [{ action_id: action, value: id }] }
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    const timestamp = String(Math.floor(Date.now() / 1000) - ageS)
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
    const { status } = await send('POST', '/slack', {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
      },
      body,
    })
    return status
  }
}
