import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test, vi } from 'vitest'
import {
  isPrivateAddress,
  readWebhookSecrets,
  signWebhook,
  WebhookApprovalBackend,
  webhookFault,
  webhookSecret,
} from '@kvlar/approvals/webhook'
import { OTHER_SECRET, SECRET, webhook } from './hook.ts'

/** An address of this machine that is not loopback, where it has one. */
const elsewhere = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

const REQUEST = {
  toolName: 'query',
  toolArguments: { sql: 'DELETE FROM users' },
  ruleId: 'approve-data',
  requestId: 'r1',
}

describe('the inline reply', () => {
  test('sends what the seed sends, and takes its two answers', async () => {
    const { url, received } = await webhook((response, attempt) =>
      response.end(
        JSON.stringify(
          attempt === 1 ? { decision: 'approved' } : { decision: 'denied', reason: 'too broad' },
        ),
      ),
    )
    const backend = new WebhookApprovalBackend(url, 5000)
    expect(await backend.requestApproval(REQUEST)).toEqual({ decision: 'approved' })
    expect(await backend.requestApproval(REQUEST)).toEqual({ decision: 'denied', reason: 'too broad' })
    expect(received[0]?.json).toMatchObject({
      request_id: 'r1',
      tool_name: 'query',
      tool_arguments: { sql: 'DELETE FROM users' },
      rule_id: 'approve-data',
      agent_id: null,
      type: 'approval.requested',
    })
  })

  test.each([
    ['the text ok', 200, 'ok', 'APPROVAL_WEBHOOK_MALFORMED'],
    ['an unknown word', 200, '{"decision":"yes"}', 'APPROVAL_WEBHOOK_MALFORMED'],
    [
      'a member that is not known',
      200,
      '{"decision":"approved","unless":"it is Friday"}',
      'APPROVAL_WEBHOOK_MALFORMED',
    ],
    ['a reason that is no text', 200, '{"decision":"denied","reason":7}', 'APPROVAL_WEBHOOK_MALFORMED'],
    ['a list', 200, '[{"decision":"approved"}]', 'APPROVAL_WEBHOOK_MALFORMED'],
    ['two answers in one', 200, '{"decision":"denied","decision":"approved"}', 'APPROVAL_WEBHOOK_MALFORMED'],
    [
      'an answer without end',
      200,
      `{"decision":"approved"${' '.repeat(70_000)}}`,
      'APPROVAL_WEBHOOK_MALFORMED',
    ],
    ['a redirect', 302, '{"decision":"approved"}', 'APPROVAL_WEBHOOK_REDIRECTED'],
    ['an answer with another status', 201, '{"decision":"approved"}', 'APPROVAL_WEBHOOK_BAD_STATUS'],
    ['a refusal', 403, '{"decision":"approved"}', 'APPROVAL_WEBHOOK_BAD_STATUS'],
    ['the end of the endpoint', 410, '{"decision":"approved"}', 'APPROVAL_WEBHOOK_GONE'],
  ])('%s denies, with its code', async (_name, status, body, code) => {
    const { url } = await webhook((response) => response.writeHead(status, { location: '/else' }).end(body))
    expect(await new WebhookApprovalBackend(url, 5000).requestApproval(REQUEST)).toEqual({
      decision: 'denied',
      reason: expect.stringContaining(`(\`${code}\`)`),
    })
  })

  test('a failing endpoint is tried again under the same id, each attempt signed anew', async () => {
    const { url, received } = await webhook((response, attempt) =>
      attempt < 2 ? response.writeHead(503).end() : response.end('{"decision":"approved"}'),
    )
    const backend = new WebhookApprovalBackend(url, 9000, { secrets: [SECRET] })
    expect(await backend.requestApproval(REQUEST)).toEqual({ decision: 'approved' })
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_r1', 'msg_r1'])
    for (const { headers, body } of received)
      expect(() => new Webhook(SECRET).verify(body, { ...headers })).not.toThrow()
  })

  test.each(['600', new Date(Date.now() + 600_000).toUTCString()])(
    'an endpoint that asks for more time than there is (`%s`) gets no second attempt',
    async (retryAfter) => {
      const { url, received } = await webhook((response) =>
        response.writeHead(429, { 'retry-after': retryAfter }).end(),
      )
      expect(await new WebhookApprovalBackend(url, 5000).requestApproval(REQUEST)).toMatchObject({
        reason: expect.stringContaining('`APPROVAL_WEBHOOK_BAD_STATUS`'),
      })
      expect(received).toHaveLength(1)
    },
  )

  test('a silent endpoint denies when the time is over, an absent one when it cannot be reached', async () => {
    const silent = await webhook(() => {})
    expect(await new WebhookApprovalBackend(silent.url, 300).requestApproval(REQUEST)).toMatchObject({
      reason: expect.stringContaining('`APPROVAL_WEBHOOK_LATE`'),
    })
    const free = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
      })
    })
    const absent = new WebhookApprovalBackend(`http://127.0.0.1:${free}`, 300)
    expect(await absent.requestApproval(REQUEST)).toMatchObject({
      reason: expect.stringContaining('`APPROVAL_WEBHOOK_UNREACHABLE`'),
    })
  })

  test('a certificate that nobody vouches for denies, also where the environment asks for no check', async () => {
    const pem = readFileSync(new URL('fixtures/self-signed.pem', import.meta.url))
    const server = createHttpsServer({ key: pem, cert: pem }, (_request, response) => {
      response.end('{"decision":"approved"}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(
      await new WebhookApprovalBackend(`https://127.0.0.1:${port}`, 1000).requestApproval(REQUEST),
    ).toMatchObject({
      reason: expect.stringContaining('`APPROVAL_WEBHOOK_UNREACHABLE`'),
    })
    vi.unstubAllEnvs()
    server.close()
  })

  test('values with secret-like names stay here unless the caller asks for everything or for nothing', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    const request = { ...REQUEST, toolArguments: { to: 'ana', password: 'hunter2' } }
    for (const args of [undefined, 'full', 'none'] as const)
      await new WebhookApprovalBackend(url, 5000, args && { args }).requestApproval(request)
    expect(received.map(({ json }) => json['tool_arguments'])).toEqual([
      { to: 'ana', password: '[REDACTED]' },
      { to: 'ana', password: 'hunter2' },
      null,
    ])
  })

  test('a message stays below 20 kB, and says what was left out', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"denied"}'))
    const toolArguments = { text: '\u{1f512}'.repeat(6000) }
    await new WebhookApprovalBackend(url, 5000).requestApproval({
      ...REQUEST,
      reason: '\u0001'.repeat(5000),
      toolName: '\u0001'.repeat(5000),
      toolArguments,
    })
    expect(Buffer.byteLength(received[0]?.body ?? '')).toBeLessThan(20_000)
    expect(received[0]?.json).toMatchObject({
      tool_arguments: null,
      data: {
        truncated: ['tool_name', 'reason'],
        arguments_omitted: { bytes: Buffer.byteLength(JSON.stringify(toolArguments)) },
      },
    })
  })
})

describe('signatures', () => {
  const message = { id: 'msg_1', atMs: 1_700_000_000_000, body: '{"a":"\u00e9 1"}' }

  test('are those of the reference implementation, byte for byte', () => {
    const ours = signWebhook(message, [webhookSecret(SECRET)])
    const theirs = new Webhook(SECRET).sign(message.id, new Date(message.atMs), message.body)
    expect(ours['webhook-signature']).toBe(theirs)
  })

  test('of several secrets are each accepted by the reference implementation', () => {
    const now = { ...message, atMs: Date.now() }
    const headers = { ...signWebhook(now, [webhookSecret(SECRET), webhookSecret(OTHER_SECRET)]) }
    for (const secret of [SECRET, OTHER_SECRET])
      expect(new Webhook(secret).verify(now.body, headers)).toEqual(JSON.parse(now.body))
  })

  test('by the reference implementation are accepted here, and not once a byte differs', () => {
    const atMs = Date.now()
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': `v1a,AAAA ${new Webhook(SECRET).sign('msg_1', new Date(atMs), message.body)}`,
    }
    const check = { secrets: [webhookSecret(OTHER_SECRET), webhookSecret(SECRET)], nowMs: atMs }
    expect(webhookFault(headers, message.body, check)).toBeUndefined()
    for (const [other, body] of [
      [headers, `${message.body} `],
      [{ ...headers, 'webhook-id': 'msg_2' }, message.body],
      [{ ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, message.body],
    ] as const)
      expect(webhookFault(other, body, check)).toMatchObject({ code: 'APPROVAL_CALLBACK_FORGED' })
  })

  test.each(['whsec_', 'whsec_c2hvcnQ=', `whsec_${'A'.repeat(40)}!!!!`, `whsec_${'A'.repeat(100)}`])(
    'no secret is made of `%s`',
    (text) => {
      expect(() => webhookSecret(text)).toThrow(expect.objectContaining({ code: 'APPROVAL_BAD_OPTION' }))
    },
  )

  test('secrets come from a file that only its owner may read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kvlar-secret-')), 'hook')
    writeFileSync(file, `# newest first\n${SECRET}\n\n${OTHER_SECRET}\n`, { mode: 0o600 })
    expect(await readWebhookSecrets(file)).toEqual([SECRET, OTHER_SECRET])
    chmodSync(file, 0o640)
    if (process.platform !== 'win32')
      await expect(readWebhookSecrets(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
    chmodSync(file, 0o600)
    writeFileSync(file, 'hunter2')
    const refused = await readWebhookSecrets(file).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'APPROVAL_BAD_OPTION' })
    expect(String(refused)).not.toContain('hunter2')
    writeFileSync(file, '\n')
    await expect(readWebhookSecrets(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
    await expect(readWebhookSecrets(tmpdir())).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
  })
})

describe('where messages may go', () => {
  test('a URL that is not the operator\u2019s own leads to no private address, by number or by name', async () => {
    const { url, port, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    for (const address of [url, `http://localhost:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`]) {
      const backend = new WebhookApprovalBackend(address, 5000, { mayBePrivate: false })
      expect(await backend.requestApproval(REQUEST)).toMatchObject({
        reason: expect.stringContaining('`APPROVAL_WEBHOOK_PRIVATE`'),
      })
    }
    expect(received).toEqual([])
    const own = new WebhookApprovalBackend(`http://localhost:${port}/`, 5000)
    expect(await own.requestApproval(REQUEST)).toEqual({ decision: 'approved' })
  })

  test.skipIf(elsewhere === undefined)('over plain HTTP only loopback is believed', async () => {
    const { url } = await webhook((response) => response.end('{"decision":"approved"}'), elsewhere)
    expect(await new WebhookApprovalBackend(url, 5000).requestApproval(REQUEST)).toMatchObject({
      decision: 'denied',
      reason: expect.stringContaining('`APPROVAL_WEBHOOK_UNTRUSTED`'),
    })
  })

  test.each(['ftp://example.test/', 'https://user:pass@example.test/', 'example.test', 'javascript:1'])(
    '`%s` is no webhook',
    (url) => {
      expect(() => new WebhookApprovalBackend(url)).toThrow(
        expect.objectContaining({ code: 'APPROVAL_BAD_OPTION' }),
      )
    },
  )

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
})
