import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import {
  createWebhookCallback,
  createWebhookChannel,
  isPrivateAddress,
  signWebhook,
  WebhookApprovalBackend,
  webhookFault,
  webhookSecret,
} from '@kvlar/approvals/webhook'
import { call, memoryApprovals } from './calls.ts'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const servers: Server[] = []

interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A webhook on this machine that answers as told. */
async function webhook(answer: (response: ServerResponse, attempt: number) => void) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      received.push({
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ),
        body,
      })
      answer(response, received.length)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const REQUEST = {
  toolName: 'query',
  toolArguments: { sql: 'DELETE FROM users' },
  ruleId: 'approve-data',
  requestId: 'r1',
}

describe('the inline reply', () => {
  test('sends what the seed sends, signed under every current secret, and takes its two answers', async () => {
    const { url, received } = await webhook((response, attempt) =>
      response.end(
        JSON.stringify(
          attempt === 1 ? { decision: 'approved' } : { decision: 'denied', reason: 'too broad' },
        ),
      ),
    )
    const backend = new WebhookApprovalBackend(url, 5000, { secrets: [SECRET, OTHER] })
    expect(await backend.requestApproval(REQUEST)).toEqual({ decision: 'approved' })
    expect(await backend.requestApproval(REQUEST)).toEqual({ decision: 'denied', reason: 'too broad' })
    const [first] = received
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      request_id: 'r1',
      tool_name: 'query',
      rule_id: 'approve-data',
    })
    for (const secret of [SECRET, OTHER])
      expect(
        webhookFault(first?.headers ?? {}, first?.body ?? '', {
          secrets: [webhookSecret(secret)],
          nowMs: Date.now(),
        }),
      ).toBeUndefined()
  })

  test.each([
    ['the text ok', 200, 'ok'],
    ['an unknown word', 200, '{"decision":"yes"}'],
    ['two answers in one', 200, '{"decision":"denied","decision":"approved"}'],
    ['a redirect', 302, '{"decision":"approved"}'],
    ['an answer with another status', 201, '{"decision":"approved"}'],
    ['the end of the endpoint', 410, ''],
  ])('%s denies', async (_name, status, body) => {
    const { url } = await webhook((response) => response.writeHead(status, { location: '/else' }).end(body))
    expect(await new WebhookApprovalBackend(url, 5000).requestApproval(REQUEST)).toMatchObject({
      decision: 'denied',
    })
  })

  test('a failing endpoint is tried again under the same id, a silent one denies when the time is over', async () => {
    const flaky = await webhook((response, attempt) =>
      attempt < 2 ? response.writeHead(503).end() : response.end('{"decision":"approved"}'),
    )
    expect(await new WebhookApprovalBackend(flaky.url, 9000).requestApproval(REQUEST)).toEqual({
      decision: 'approved',
    })
    expect(new Set(flaky.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const silent = await webhook(() => {})
    expect(await new WebhookApprovalBackend(silent.url, 300).requestApproval(REQUEST)).toMatchObject({
      decision: 'denied',
    })
  })
})

describe('the signed callback', () => {
  async function waiting() {
    const queue = memoryApprovals({ now: Date.now })
    const { request } = await queue.approvals.request(call())
    const take = createWebhookCallback({ approvals: queue.approvals, secrets: [SECRET, OTHER] })
    const send = (
      over: { decision?: string; digest?: string; id?: string; atMs?: number; secret?: string } = {},
    ) => {
      const body = JSON.stringify({
        decision: over.decision ?? 'approved',
        digest: over.digest ?? request.digest,
      })
      const message = { id: over.id ?? 'msg_1', atMs: over.atMs ?? Date.now(), body }
      return take(request.id, signWebhook(message, [webhookSecret(over.secret ?? SECRET)]), body)
    }
    return { ...queue, request, take, send }
  }

  test('decides, by either secret while one is replaced by the other', async () => {
    for (const secret of [SECRET, OTHER]) {
      const { send } = await waiting()
      expect(await send({ secret })).toMatchObject({ kind: 'decided', request: { state: 'approved' } })
    }
  })

  test('unsigned, late, replayed, foreign or malformed ones decide nothing', async () => {
    const { approvals, request, send, take } = await waiting()
    const foreign = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    expect(await take(request.id, {}, '{"decision":"approved"}')).toMatchObject({ kind: 'rejected' })
    expect(await send({ atMs: Date.now() - 301_000 })).toMatchObject({ kind: 'rejected' })
    expect(await send({ secret: foreign })).toMatchObject({ kind: 'rejected' })
    expect(await send({ decision: 'yes' })).toMatchObject({ kind: 'rejected' })
    expect(await send({ digest: 'other' })).toMatchObject({ code: 'DIGEST_MISMATCH' })
    expect(await send()).toMatchObject({ kind: 'rejected', reason: 'it was used before' })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending' })
  })

  test('a webhook does not approve what was asked in its own name', async () => {
    const { approvals } = memoryApprovals({ now: Date.now })
    const { request } = await approvals.request(call())
    const take = createWebhookCallback({ approvals, secrets: [SECRET], approverId: 'bot' })
    const body = JSON.stringify({ decision: 'approved', digest: request.digest })
    const headers = signWebhook({ id: 'm', atMs: Date.now(), body }, [webhookSecret(SECRET)])
    expect(await take(request.id, headers, body)).toMatchObject({ code: 'SELF_APPROVAL' })
  })
})

describe('the channel', () => {
  test('hidden values stay here unless the operator asked for the full call', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    const { approvals } = memoryApprovals({ now: Date.now })
    const { request } = await approvals.request(call({ password: 'hunter2' }))
    await createWebhookChannel({ approvals, url }).announce(request)
    expect(received[0]?.body).not.toContain('hunter2')
    expect(await approvals.get(request.id)).toMatchObject({
      state: 'approved',
      decisions: [{ approver: 'webhook' }],
    })
    const full = await approvals.request(call({ password: 'hunter3' }))
    await createWebhookChannel({ approvals, url, args: 'full' }).announce(full.request)
    expect(received[1]?.body).toContain('hunter3')
  })

  test('202 leaves the request to a later callback; a wrong answer denies it', async () => {
    const later = await webhook((response) => response.writeHead(202).end())
    const { approvals } = memoryApprovals({ now: Date.now })
    const one = (await approvals.request(call({ n: 1 }))).request
    await createWebhookChannel({ approvals, url: later.url, secrets: [SECRET] }).announce(one)
    expect(await approvals.get(one.id)).toMatchObject({ state: 'pending' })
    const wrong = await webhook((response) => response.end('ok'))
    const two = (await approvals.request(call({ n: 2 }))).request
    await createWebhookChannel({ approvals, url: wrong.url }).announce(two)
    expect(await approvals.get(two.id)).toMatchObject({ state: 'denied' })
  })
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '::1',
  '::ffff:10.0.0.1',
  'fe80::1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  'x',
])('%s is no public address', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
  expect(isPrivateAddress('93.184.216.34')).toBe(false)
})
