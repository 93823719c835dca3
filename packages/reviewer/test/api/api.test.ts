import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import { startReviewerServer } from '@kvlar/reviewer/server'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { sender, serving, signIn } from '../support/server.ts'

const serve = serving()

describe('the JSON API', () => {
  test('lists pending requests with the field names of ApproveKit beside ours', async () => {
    const { ask, send } = await serve()
    const id = await ask({ path: '/srv/a', password: 'hunter2' }, { riskLevel: 'high' })
    const listed = (await send('GET', '/api/requests?status=pending')).json()
    expect(listed).toMatchObject([
      {
        id,
        tool_name: 'write_file',
        tool_args: { path: '/srv/a', password: '[REDACTED]' },
        status: 'pending',
        reviewed_at: null,
        reviewer_notes: null,
        metadata: { risk_level: 'high', timeout: 300, require_approval: true, auto_approve: false },
        state: 'pending',
        quorum: 1,
        approvals: 0,
      },
    ])
    expect(listed[0]?.['created_at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect((await send('GET', '/api/requests?status=approved')).json()).toEqual([])
    expect((await send('GET', '/api/requests?status=all')).json()).toHaveLength(1)
    expect((await send('GET', '/api/requests?status=open')).status).toBe(400)
  })

  test('approves and rejects with notes, and shows both in the audit history', async () => {
    const { ask, send } = await serve()
    const [one, two] = [await ask({ n: 1 }), await ask({ n: 2 })]
    const approved = await send('POST', `/api/requests/${one}/approve`, { body: { notes: 'fine' } })
    expect(approved.status).toBe(200)
    expect(approved.json()).toMatchObject({
      status: 'approved',
      reviewer_notes: 'fine',
      decisions: [{ approver: 'local' }],
    })
    expect((await send('POST', `/api/requests/${two}/reject`)).json()).toMatchObject({ status: 'rejected' })
    expect((await send('GET', '/api/audit')).json()).toMatchObject([
      { request_id: two, decision: 'rejected' },
    ])
  })

  test('answers 404 for what is not there, 409 for what is decided, and takes no prefix of an id', async () => {
    const { ask, send } = await serve()
    const id = await ask()
    expect((await send('POST', `/api/requests/${id.slice(0, 8)}/approve`)).status).toBe(404)
    expect((await send('POST', `/api/requests/${id}/approve`)).status).toBe(200)
    expect((await send('POST', `/api/requests/${id}/approve`)).status).toBe(409)
    expect((await send('POST', `/api/requests/${id}/reject`)).status).toBe(409)
    expect((await send('GET', '/api/requests/apr_none')).status).toBe(404)
    expect((await send('GET', '/api/nothing')).status).toBe(404)
  })

  test('answers 409 for a decision about another digest', async () => {
    const { ask, send } = await serve()
    const id = await ask()
    expect((await send('POST', `/api/requests/${id}/approve`, { body: { digest: 'x' } })).status).toBe(409)
    expect(
      (await send('POST', `/api/requests/${id}/approve`, { body: { rendered_digest: 'x' } })).status,
    ).toBe(409)
  })

  test('who decides comes from the token: a name in a header changes nothing, and in the body it is refused', async () => {
    const approvers = [
      { id: 'ana', tokenSha256: tokenSha256('token-of-ana') },
      { id: 'bot', tokenSha256: tokenSha256('token-of-bot') },
    ]
    const { ask, server } = await serve({ approvers })
    const path = `/api/requests/${await ask()}/approve`
    const asBot = sender(server.url, 'token-of-bot')
    for (const name of ['decided_by', 'approver', 'id'])
      expect((await asBot('POST', path, { body: { [name]: 'ana' } })).status).toBe(400)
    const self = await asBot('POST', path, { headers: { 'x-user': 'ana', decided_by: 'ana' } })
    expect([self.status, self.json()['error']]).toEqual([403, 'SELF_APPROVAL'])
    const asAna = await sender(server.url, 'token-of-ana')('POST', path)
    expect(asAna.json()).toMatchObject({ decisions: [{ approver: 'ana', surface: 'api' }] })
  })

  test('without a token nothing but its health and its description is told', async () => {
    const { ask, server } = await serve()
    const id = await ask()
    const anyone = sender(server.url, '')
    expect((await anyone('GET', '/api/health')).json()).toEqual({ ok: true })
    expect((await anyone('GET', '/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' })
    for (const path of ['/api/requests', `/api/requests/${id}`, '/api/audit', '/api/grants', '/api/events'])
      expect((await anyone('GET', path)).status).toBe(401)
    expect((await anyone('POST', `/api/requests/${id}/approve`)).status).toBe(401)
    expect((await sender(server.url, 'wrong')('GET', '/api/requests')).status).toBe(401)
  })

  test('guessing tokens is slowed down', async () => {
    const { server } = await serve()
    const guess = sender(server.url, 'wrong')
    const statuses = new Set<number>()
    for (let n = 0; n < 12; n += 1) statuses.add((await guess('GET', '/api/requests')).status)
    expect([...statuses]).toEqual([401, 429])
  })

  test('a name that was pointed at this machine is turned away (DNS rebinding)', async () => {
    const { ask, send } = await serve()
    const id = await ask()
    const evil = { host: 'evil.example:8765' }
    expect((await send('GET', '/api/requests', { headers: evil })).status).toBe(421)
    // A probe knows an address and no name; it learns nothing but that somebody answers.
    expect((await send('GET', '/api/health', { headers: evil })).json()).toEqual({ ok: true })
    for (const path of ['/api/openapi.json', '/login', '/'])
      expect((await send('GET', path, { headers: evil })).status).toBe(421)
    expect((await send('POST', `/api/requests/${id}/approve`, { headers: evil })).status).toBe(421)
  })

  test('another origin is turned away, even with the token', async () => {
    const { ask, send, approvals } = await serve()
    const id = await ask()
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1'])
      expect((await send('POST', `/api/requests/${id}/approve`, { headers: { origin } })).status).toBe(403)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  })

  test('a browser changes nothing without the key of the page and its origin', async () => {
    const { ask, server, token } = await serve()
    const id = await ask()
    const { browser, cookie, pageKey, origin, setCookie } = await signIn(server.url, token)
    expect(setCookie).toMatch(
      /^kvlar_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    )
    const approve = (headers: Record<string, string>) =>
      browser('POST', `/api/requests/${id}/approve`, { headers: { cookie, ...headers } })
    expect((await approve({})).status).toBe(403)
    expect((await approve({ origin })).status).toBe(403)
    expect((await approve({ 'x-page-key': pageKey })).status).toBe(403)
    expect((await approve({ origin, 'x-page-key': `${pageKey}x` })).status).toBe(403)
    expect((await approve({ origin, 'x-page-key': pageKey })).json()).toMatchObject({
      status: 'approved',
      decisions: [{ approver: 'local', surface: 'page' }],
    })
  })

  test('a cookie that another port of this host was sent reads, but the page tells it nothing to decide with', async () => {
    const { ask, server, token } = await serve()
    await ask()
    const { browser, cookie, pageKey } = await signIn(server.url, token)
    const page = await browser('GET', '/', { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(pageKey)
  })

  test('nothing is changed by GET', async () => {
    const { ask, send, approvals } = await serve()
    const id = await ask()
    for (const path of [`/api/requests/${id}/approve`, `/api/requests/${id}/reject`])
      expect((await send('GET', path)).status).toBe(404)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  })

  test('a body that can be read in two ways is refused', async () => {
    const { ask, send } = await serve()
    const id = await ask()
    const path = `/api/requests/${id}/approve`
    expect((await send('POST', path, { body: '{"notes":"a","notes":"b"}' })).status).toBe(400)
    expect((await send('POST', path, { body: '{"notes":1}' })).status).toBe(400)
    expect((await send('POST', path, { body: '[]' })).status).toBe(400)
    expect((await send('POST', path, { body: 'x', headers: { 'content-type': 'text/plain' } })).status).toBe(
      415,
    )
  })

  test('it refuses to be reached by others without approvers', async () => {
    const { approvals } = memoryApprovals()
    await expect(
      startReviewerServer({ approvals, host: '0.0.0.0', port: 0, tokenFile: '/tmp/unused' }),
    ).rejects.toMatchObject({ code: 'APPROVAL_EXPOSED' })
  })

  test('the local token is in a file that only its owner may read, and survives a second start on the same port', async () => {
    const { server, tokenFile, send, approvals } = await serve()
    if (process.platform !== 'win32') expect(statSync(tokenFile).mode & 0o077).toBe(0)
    const port = Number(new URL(server.url).port)
    await expect(startReviewerServer({ approvals, port, tokenFile })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    expect((await send('GET', '/api/requests')).status).toBe(200)
  })

  test('every answer carries the headers that keep scripts, frames and other sites out', async () => {
    const { send } = await serve()
    for (const path of ['/api/health', '/login', '/nothing', '/assets/reviewer.js']) {
      const { headers } = await send('GET', path)
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test('a grant is listed with what it covers, answers like calls, and is revoked at once', async () => {
    const { ask, send, approvals } = await serve()
    const terms = { grants: ['once', '1h'] }
    const id = await ask({ path: '/tmp/run-20261121/out', n: 1 }, { terms })
    await send('POST', `/api/requests/${id}/approve`, { body: { grant: '1h', general: true } })
    const [grant] = (await send('GET', '/api/grants')).json()
    expect(grant?.['covers']).toEqual(['n = 1', 'path = /tmp/run-\u2039any digits\u203a/out'])
    const like = call({ path: '/tmp/run-20261122/out', n: 1 }, { terms })
    expect(await approvals.request(like)).toMatchObject({ kind: 'granted' })
    expect(await approvals.request(call({ path: '/tmp/run-1/x/out', n: 1 }, { terms }))).toMatchObject({
      kind: 'live',
    })
    expect((await send('POST', `/api/grants/${String(grant?.['id'])}/revoke`)).status).toBe(200)
    expect(await approvals.request(like)).toMatchObject({ kind: 'live' })
  })
})

describe('the page', () => {
  async function card(...args: Parameters<typeof call>) {
    const { ask, server, token } = await serve()
    await ask(...args)
    const { browser, cookie } = await signIn(server.url, token)
    return (await browser('GET', '/', { headers: { cookie } })).text
  }

  test('markup in a call is text', async () => {
    const text = await card(
      { '<img src=x onerror=alert(1)>': '<script>approve()</script>', note: '"><b>Approved ✓</b>' },
      { action: { resource: '<svg onload=alert(1)>', agentId: '<i>', server: '<u>' } },
    )
    expect(text).not.toMatch(/<script>approve|<img|<svg onload|<i>|<u>|<b>Approved/)
    expect(text).toContain('&lt;script&gt;approve()&lt;/script&gt;')
  })

  test('what a grant for like calls would leave open is shown before it is given, and is not offered without', async () => {
    const terms = { grants: ['once', '1h'] }
    const open = await card({ path: '/tmp/run-20261126/out', token: 'run-20261126' }, { terms })
    expect(open).toContain('name="general"')
    expect(open).toContain('path = /tmp/run-\u2039any digits\u203a/out')
    expect(open).not.toContain('token = ')
    expect(await card({ amount: '500000.00' }, { terms })).not.toContain('name="general"')
  })

  test('characters that would be hidden or obeyed are written out, and look-alike alphabets are named', async () => {
    const text = await card({ body: 'a\u202eb\u200bc\u{e0041}d\u001b[2Je\rf p\u0430ypal' })
    for (const escape of ['\\u{202e}', '\\u{200b}', '\\u{e0041}', '\\u{1b}', '\\u{d}'])
      expect(text).toContain(`<mark class="invisible">${escape}</mark>`)
    expect(text).not.toMatch(/[\u202e\u200b\u001b\r]|\u{e0041}/u)
    expect(text).toContain('mixed alphabets')
  })

  test('a long argument is shown to its end, with its length', async () => {
    const text = await card({ body: `${' '.repeat(100_000)}rm -rf /` })
    expect(text).toContain(`${' '.repeat(1000)}rm -rf /`)
    expect(text).toContain('100,008 characters')
  })

  test('our own reading stands beside the arguments: statement, tables, missing WHERE', async () => {
    const text = await card({ sql: 'DELETE FROM users' })
    expect(text).toContain('none: every row')
    expect(text.indexOf('none: every row')).toBeLessThan(text.indexOf('data-arguments'))
  })
})
