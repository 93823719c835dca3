import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadPolicy } from '@kvlar/core'
import { createKvlar } from '@kvlar/sdk'
import { readCallers } from '@kvlar/runtime/serve'
import { newUser, type User } from '../support/user.ts'

const COMMAND = resolve(import.meta.dirname, '../../../../apps/cli/src/main.ts')

const POLICY = `name: p
rules:
  - { id: reads, match_on: { resources: ['read_*'] }, effect: { type: allow } }
  - { id: pays, match_on: { resources: [pay] }, effect: { type: require_approval, reason: money } }
  - { id: admins, match_on: { resources: [wipe], principals: { roles: [admin] } }, effect: { type: allow } }
  - { id: few, match_on: { resources: [count], conditions: [{ rate_limit: { max: 2, window: 1h } }] }, effect: { type: allow } }
`

let user: User
let policy: string
beforeAll(() => {
  user = newUser()
  user.writePolicy(POLICY)
  policy = join(user.home, '.kvlar', 'policy.yaml')
})
afterAll(() => user.remove())

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

/** `kvlar serve --http` on a free port. */
async function serve(
  ...args: readonly string[]
): Promise<{ readonly url: string; readonly exit: Promise<unknown>; readonly stop: () => void }> {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--http', '0', '--policy', policy, ...args], {
    cwd: user.home,
    env: user.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  ending.push(() => child.kill('SIGKILL'))
  let said = ''
  const exit = new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)))
  const url = await new Promise<string>((found, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, at] = /serving callers at (\S+)\n/.exec(said) ?? []
      if (at !== undefined) found(at)
    })
    void exit.then((code) => fail(new Error(`it ended with ${String(code)}: ${said}`)))
  })
  return { url, exit, stop: () => void child.kill('SIGTERM') }
}

const ownToken = (): string =>
  readFileSync(join(user.home, 'state', 'kvlar', 'serve', 'serve.token'), 'utf8').trim()

interface Told {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown> & {
    readonly context?: Record<string, unknown>
    readonly error?: { readonly code: string }
  }
}

async function post(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Told> {
  const sent = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: sent.status, headers: sent.headers, body: (await sent.json()) as Told['body'] }
}

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` })
const asking = (name: string, more: object = {}) => ({
  subject: { type: 'user', id: 'ana' },
  action: { name },
  resource: { type: 'file', id: '/srv/a' },
  ...more,
})

describe('OpenID AuthZEN', () => {
  test('answers one evaluation, records it, and calls what waits for people a no', async () => {
    const { url } = await serve()
    const own = bearer(ownToken())
    const allowed = await post(url, '/access/v1/evaluation', asking('read_file'), {
      ...own,
      'X-Request-ID': 'r-1',
    })
    expect(allowed).toMatchObject({ status: 200, body: { decision: true, context: { rule_id: 'reads' } } })
    expect(allowed.headers.get('x-request-id')).toBe('r-1')
    const denied = await post(url, '/access/v1/evaluation', asking('remove'), own)
    expect(denied.body).toMatchObject({ decision: false, context: { code: 'POLICY_DEFAULT_DENY' } })
    const waits = await post(
      url,
      '/access/v1/evaluation',
      asking('pay', { action: { name: 'pay', properties: { amount: 3 } } }),
      own,
    )
    expect(waits.body).toMatchObject({
      decision: false,
      context: { code: 'POLICY_APPROVAL_REQUIRED', approval: { id: /^apr_/ } },
    })
    const id = (waits.body as unknown as { context: { approval: { id: string } } }).context.approval.id
    const { body } = await post(url, '/v1/approvals.get', { id }, own)
    expect(body).toMatchObject({
      result: { request: { tool_args: { amount: 3 }, target: 'file:/srv/a', principal: { id: 'ana' } } },
    })
    const decide = (token: string) =>
      post(url, '/v1/approvals.decide', { id, verdict: 'approve', token }, own)
    expect(await decide(ownToken())).toMatchObject({
      status: 403,
      body: { error: { code: 'SERVE_NOT_ALLOWED' } },
    })
    const reviewer = readFileSync(
      join(user.home, 'state', 'kvlar', 'approvals', 'reviewer.token'),
      'utf8',
    ).trim()
    expect(await decide(reviewer)).toMatchObject({ body: { result: { decided: true } } })
    const paying = asking('pay', { action: { name: 'pay', properties: { amount: 3 } } })
    const again = await post(url, '/access/v1/evaluation', paying, own)
    expect(again.body).toMatchObject({ decision: true })
    const once = await post(url, '/access/v1/evaluation', paying, own)
    expect(once.body).toMatchObject({ decision: false, context: { code: 'POLICY_APPROVAL_REQUIRED' } })
    const found = await fetch(new URL('/.well-known/authzen-configuration', url))
    expect(await found.json()).toEqual({
      policy_decision_point: url.slice(0, -1),
      access_evaluation_endpoint: `${url}access/v1/evaluation`,
      access_evaluations_endpoint: `${url}access/v1/evaluations`,
    })
    expect(user.kvlar('audit', 'tail', '--json', '-n', '50').out).toContain('read_file')
  })

  test('answers several, in order, as their semantics say; each of them counts', async () => {
    const { url } = await serve()
    const own = bearer(ownToken())
    const many = async (names: readonly string[], semantic?: string) => {
      const evaluations = names.map((name) => ({ action: { name } }))
      const options = semantic === undefined ? {} : { options: { evaluations_semantic: semantic } }
      const { subject, resource } = asking('')
      const { body } = await post(
        url,
        '/access/v1/evaluations',
        { subject, resource, evaluations, ...options },
        own,
      )
      return (body['evaluations'] as { decision: boolean }[]).map(({ decision }) => decision)
    }
    expect(await many(['read_a', 'remove', 'read_b'])).toEqual([true, false, true])
    expect(await many(['read_a', 'remove', 'read_b'], 'deny_on_first_deny')).toEqual([true, false])
    expect(await many(['remove', 'read_a', 'remove'], 'permit_on_first_permit')).toEqual([false, true])
    expect(await many(['count', 'count', 'count'])).toEqual([true, true, false])
    const one = await post(url, '/access/v1/evaluations', asking('read_a'), own)
    expect(one.body).toMatchObject({ decision: true })
    const bad = await post(
      url,
      '/access/v1/evaluations',
      { ...asking('read_a'), evaluations: [{}, { subject: { type: 'x' } }] },
      own,
    )
    expect(bad.status).toBe(400)
  })

  test('gives what the engine gives, whatever the action', async () => {
    const { url } = await serve()
    const own = bearer(ownToken())
    const engine = createKvlar({ policies: [loadPolicy({ file: 'p.yaml', text: POLICY })] })
    const name = fc.oneof(
      fc.constantFrom('read_file', 'remove', 'wipe', 'pay', 'read_'),
      fc.string({ minLength: 1, maxLength: 20 }),
    )
    const roles = fc.subarray(['admin', 'ops'])
    await fc.assert(
      fc.asyncProperty(
        name,
        roles,
        fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
        async (tool, held, properties) => {
          const subject = { type: 'user', id: 'ana', properties: { roles: held } }
          const told = await post(
            url,
            '/access/v1/evaluation',
            asking(tool, { subject, action: { name: tool, properties } }),
            own,
          )
          let outcome = 'deny'
          try {
            const principal = { id: 'ana', kind: 'user', roles: held } as const
            ;({ outcome } = engine.evaluate({
              resource: tool,
              parameters: properties as never,
              principal,
              agentId: 'ana',
              target: 'file:/srv/a',
            }))
          } catch {
            expect(told.status).toBe(400)
            return
          }
          if (told.status === 400) return expect(outcome).not.toBe('allow')
          expect(told.body['decision']).toBe(outcome === 'allow')
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('callers over HTTP', () => {
  const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

  test('may do what the file says, for whom it says, and decide nothing', async () => {
    const file = join(user.home, 'callers.yaml')
    writeFileSync(
      file,
      `callers:
  - { id: dry, token_sha256: ${digest('token-dry')} }
  - { id: pep, token_sha256: ${digest('token-pep')}, scopes: [evaluate, judge], subjects: ['user:an*', 'agent:bot'], roles: [ops] }
`,
    )
    const { url } = await serve('--callers', file)
    const dry = bearer('token-dry')
    const pep = bearer('token-pep')
    const told = async (path: string, body: object, by: Record<string, string>) => {
      const { status, body: said } = await post(url, path, body, by)
      return [status, said.error?.code ?? said['error'] ?? 'ok']
    }
    expect(await told('/v1/evaluate', { resource: 'read_a' }, dry)).toEqual([200, 'ok'])
    expect(await told('/v1/evaluate', { resource: 'read_a', policy }, dry)).toEqual([200, 'ok'])
    expect(await told('/v1/evaluate', { resource: 'read_a', policy: '/etc/passwd' }, dry)).toEqual([
      403,
      'SERVE_NOT_ALLOWED',
    ])
    expect(await told('/v1/validate', { policy: '/etc/passwd' }, dry)).toEqual([403, 'SERVE_NOT_ALLOWED'])
    expect(await told('/access/v1/evaluation', asking('read_a'), dry)).toEqual([403, 'SERVE_NOT_ALLOWED'])
    expect(await told('/access/v1/evaluation', asking('read_a'), pep)).toEqual([200, 'ok'])
    expect(
      await told('/access/v1/evaluation', asking('read_a', { subject: { type: 'user', id: 'bob' } }), pep),
    ).toEqual([403, 'SERVE_NOT_ALLOWED'])
    const admin = { type: 'user', id: 'ana', properties: { roles: ['admin'] } }
    expect(await told('/access/v1/evaluation', asking('wipe', { subject: admin }), pep)).toEqual([
      403,
      'SERVE_NOT_ALLOWED',
    ])
    expect(await told('/v1/guard.begin', { name: 'read_a', arguments: {} }, pep)).toEqual([
      403,
      'SERVE_NOT_ALLOWED',
    ])
    const context = { principal: { id: 'bot' } }
    expect(await told('/v1/guard.begin', { name: 'read_a', arguments: {}, context }, pep)).toEqual([
      200,
      'ok',
    ])
    expect(await told('/v1/approvals.list', {}, pep)).toEqual([403, 'SERVE_NOT_ALLOWED'])
    expect(await told('/v1/nope', {}, pep)).toEqual([404, 'SERVE_UNKNOWN_METHOD'])
    expect(await told('/v1/__proto__', {}, pep)).toEqual([404, 'SERVE_UNKNOWN_METHOD'])
    expect(await told('/v1/evaluate', { resource: 'x' }, bearer('other'))).toEqual([401, 'UNAUTHENTICATED'])
    expect(await told('/v1/evaluate', { resource: 'x' }, {})).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('is guarded as the page is: by Host, by Origin, and by one reading of the body', async () => {
    const { url } = await serve()
    const own = bearer(ownToken())
    const at = new URL(url)
    const wrongHost = await new Promise((done) =>
      httpRequest(
        {
          port: at.port,
          host: at.hostname,
          path: '/v1/evaluate',
          method: 'POST',
          headers: { ...own, Host: 'evil.example' },
        },
        (answer) => done(answer.statusCode),
      ).end(),
    )
    expect(wrongHost).toBe(421)
    expect(
      (await post(url, '/v1/evaluate', { resource: 'x' }, { ...own, Origin: 'https://evil.example' })).status,
    ).toBe(403)
    expect((await post(url, '/v1/evaluate', '{"resource":"read_a","resource":"wipe"}', own)).status).toBe(400)
    expect(
      (await post(url, '/v1/evaluate', { resource: 'x' }, { ...own, 'Content-Type': 'text/plain' })).status,
    ).toBe(415)
    expect((await fetch(new URL('/livez', url))).status).toBe(200)
  })

  test('has what waits withdrawn when it goes, and everything answered when the server is told to stop', async () => {
    const { url, exit, stop } = await serve()
    const own = bearer(ownToken())
    const context = { principal: { id: 'ana', kind: 'user' } }
    const begin = (amount: number) => ({ name: 'pay', arguments: { amount }, context })
    const pending = async () => {
      const { body } = await post(url, '/v1/approvals.list', {}, own)
      return (body['result'] as { requests: { tool_args: { amount: number } }[] }).requests.map(
        (one) => one.tool_args.amount,
      )
    }
    const leaving = new AbortController()
    const left = fetch(new URL('/v1/guard.begin', url), {
      method: 'POST',
      headers: { ...own, 'Content-Type': 'application/json' },
      body: JSON.stringify(begin(11)),
      signal: leaving.signal,
    }).catch(() => 'gone')
    await expect.poll(pending, { timeout: 30_000 }).toContain(11)
    leaving.abort()
    expect(await left).toBe('gone')
    await expect.poll(pending, { timeout: 30_000 }).not.toContain(11)
    const waiting = post(url, '/v1/guard.begin', begin(12), own)
    await expect.poll(pending, { timeout: 30_000 }).toContain(12)
    stop()
    expect(await waiting).toMatchObject({ status: 503, body: { error: { code: 'SERVE_CLOSING' } } })
    expect(await exit).toBe(0)
  })

  test('come from a file in which every mistake is shown', () => {
    const read = readCallers({
      file: 'callers.yaml',
      text: `callers:
  - { id: a, token_sha256: abc, scope: [evaluate] }
  - { id: a, token_sha256: ${digest('x')}, scopes: [decide], subjects: ['us*r:x'] }
`,
    })
    expect(read).toMatchObject({ ok: false })
    const { diagnostics } = read as { readonly diagnostics: readonly { code: string; line: number }[] }
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`).toSorted()).toEqual([
      'CONFIG_BAD_VALUE 2',
      'CONFIG_BAD_VALUE 3',
      'CONFIG_BAD_VALUE 3',
      'CONFIG_BAD_VALUE 3',
      'CONFIG_UNKNOWN_KEY 2',
    ])
  })

  test('are named for an address that others reach', () => {
    const { status, err } = user.kvlar('serve', '--http', '0.0.0.0:0', '--policy', policy)
    expect(status).toBe(2)
    expect(err).toContain('no callers are named')
  })
})
