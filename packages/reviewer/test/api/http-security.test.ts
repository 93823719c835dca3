import { get } from 'node:http'
import { describe, expect, test } from 'vitest'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import { startReviewerServer } from '@kvlar/reviewer/server'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { sender, serving, signIn } from '../support/server.ts'

const serve = serving()

/** Opens the event stream; resolves with its status, and tells when it has ended. */
async function stream(url: string, headers: Record<string, string>) {
  return new Promise<{ status: number; ended: Promise<void>; leave: () => void }>((resolve, reject) => {
    const request = get(new URL('/api/events', url), { headers, agent: false }, (response) => {
      const ended = new Promise<void>((done) => response.once('close', done))
      response.resume()
      resolve({ status: response.statusCode ?? 0, ended, leave: () => request.destroy() })
    })
    request.on('error', reject)
  })
}

describe('what the server lets nobody do', () => {
  test('a page of another site may follow a link here, and nothing else', async () => {
    const { server, token } = await serve()
    const { browser, cookie } = await signIn(server.url, token)
    const from = async (site: string, mode: string, dest: string) =>
      (
        await browser('GET', '/', {
          headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
        })
      ).status
    for (const site of ['cross-site', 'same-site']) {
      expect(await from(site, 'navigate', 'document')).toBe(200)
      expect(await from(site, 'navigate', 'iframe')).toBe(403)
      expect(await from(site, 'no-cors', 'image')).toBe(403)
      expect(await from(site, 'cors', 'empty')).toBe(403)
    }
    expect(await from('same-origin', 'cors', 'empty')).toBe(200)
    expect(await from('none', 'navigate', 'document')).toBe(200)
  })

  test('no method but GET, HEAD and POST does anything, and a HEAD opens no stream', async () => {
    const { ask, send, approvals } = await serve()
    const id = await ask()
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'HEAD'])
      expect((await send(method, `/api/requests/${id}/approve`)).status).toBeGreaterThanOrEqual(400)
    expect((await send('HEAD', '/api/events')).status).toBe(404)
    expect((await send('HEAD', '/api/requests')).text).toBe('')
    for (const path of [`/api/requests/${id}/viewed`, `/api/requests/${id}/reveal`, '/session/end'])
      expect((await send('GET', path)).status).toBe(404)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('a body that is too large, of another type, or means something to JavaScript only, decides nothing by it', async () => {
    const { ask, send, approvals } = await serve()
    const id = await ask({}, { terms: { quorum: 2 } })
    const path = `/api/requests/${id}/approve`
    expect((await send('POST', path, { body: JSON.stringify({ notes: 'x'.repeat(300_000) }) })).status).toBe(
      413,
    )
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send('POST', path, { body: 'notes=a', headers: form })).status).toBe(415)
    await send('POST', path, { body: '{"__proto__":{"break_glass":true,"notes":"polluted, for long"}}' })
    const decisions = (await approvals.get(id))?.decisions ?? []
    expect(decisions.some(({ isBreakGlass, note }) => isBreakGlass === true || note !== undefined)).toBe(
      false,
    )
    expect(Reflect.get({}, 'break_glass')).toBeUndefined()
  })

  test('whoever names a token is judged by it, never by a cookie beside it', async () => {
    const { server, token } = await serve()
    const { browser, cookie } = await signIn(server.url, token)
    for (const authorization of ['Bearer wrong', 'Basic bG9jYWw6', 'Bearer'])
      expect((await browser('GET', '/api/requests', { headers: { cookie, authorization } })).status).toBe(401)
    expect((await browser('GET', '/api/requests', { headers: { cookie } })).status).toBe(200)
  })

  test('too many changes in a minute are refused, with when to try again', async () => {
    const { send } = await serve()
    let last = await send('POST', '/api/requests/apr_none/viewed')
    for (let n = 0; n < 240 && last.status === 404; n += 1)
      last = await send('POST', '/api/requests/apr_none/viewed')
    expect(last.status).toBe(429)
    expect(last.headers['retry-after']).toBe('60')
  })

  test('a program on the same machine that floods the server keeps no signed-in reviewer from deciding', async () => {
    const { server, token, ask } = await serve()
    const { browser, cookie, origin, pageKey } = await signIn(server.url, token)
    const id = await ask()
    for (let n = 0; n < 241; n += 1) await browser('POST', `/api/requests/${id}/approve`)
    expect((await browser('POST', `/api/requests/${id}/approve`)).status).toBe(429)
    const headers = { cookie, origin, 'x-page-key': pageKey }
    expect((await browser('POST', `/api/requests/${id}/reject`, { headers })).status).toBe(200)
  })
})

describe('whoever knows a token', () => {
  const floods = [
    ['twenty wrong tokens', 20, 'wrong', 'GET', '/api/requests'],
    ['1,300 anonymous reads', 1300, '', 'GET', '/api/requests'],
    ['300 anonymous changes', 300, '', 'POST', '/api/batch/approve'],
  ] as const

  test.each(floods)('is answered after %s from the same address', async (_, times, wrong, method, path) => {
    // A clock that stands still, for allowances are counted by the minute.
    const { approvals } = memoryApprovals()
    const { server, token, send } = await serve({ approvals })
    const { id } = (await approvals.request(call())).request
    const flood = sender(server.url, wrong)
    const statuses = new Set<number>()
    for (let n = 0; n < times; n += 1) statuses.add((await flood(method, path)).status)
    expect(statuses).toContain(429)
    expect((await flood('GET', '/api/health')).status, 'a probe is answered by a server that runs').toBe(200)
    expect((await send('GET', '/api/requests')).status).toBe(200)
    expect((await send('POST', `/api/requests/${id}/approve`)).status).toBe(200)
    const { browser, cookie } = await signIn(server.url, token)
    expect((await browser('GET', '/', { headers: { cookie } })).status).toBe(200)
  })

  test('has an allowance of their own, which ends like any other', async () => {
    const { send } = await serve()
    const statuses = new Set<number>()
    for (let n = 0; n < 1201; n += 1) statuses.add((await send('GET', '/api/audit/status')).status)
    expect([...statuses]).toEqual([200, 429])
  })

  test('is not asked about without end where recognising tokens asks somebody else', async () => {
    let asked = 0
    const queue = memoryApprovals()
    const server = await startReviewerServer({
      approvals: queue.approvals,
      port: 0,
      authenticate: async (token) => {
        asked += 1
        return token === 'right'
          ? { id: 'ann', groups: [], roles: [], rights: [], authentication: 'oidc' }
          : undefined
      },
    })
    const status = async (token: string) => (await sender(server.url, token)('GET', '/api/requests')).status
    expect(await status('right')).toBe(200)
    for (let n = 0; n < 30; n += 1) await status(`wrong-${n}`)
    expect(asked).toBe(11)
    expect(await status('right')).toBe(200)
    await server.close()
  })
})

describe('signing in', () => {
  test('a session ends after twelve hours, and by signing out', async () => {
    const queue = memoryApprovals()
    const { server, token } = await serve({ approvals: queue.approvals })
    const { browser, cookie } = await signIn(server.url, token)
    const status = async () => (await browser('GET', '/api/requests', { headers: { cookie } })).status
    queue.clock.ms += 12 * 3_600_000 - 1
    expect(await status()).toBe(200)
    queue.clock.ms += 1
    expect(await status()).toBe(401)
    const again = await signIn(server.url, token)
    const headers = { cookie: again.cookie, origin: again.origin, 'x-page-key': again.pageKey }
    const out = await browser('POST', '/session/end', { headers })
    expect(String(out.headers['set-cookie'])).toContain('Max-Age=0')
    expect((await browser('GET', '/api/requests', { headers: { cookie: again.cookie } })).status).toBe(401)
  })

  test('over https the cookie is kept to https and to this very host', async () => {
    const { server, token } = await serve({ isSecure: true })
    const { setCookie } = await signIn(server.url, token)
    expect(setCookie).toMatch(/^__Host-kvlar_session_\d+=/)
    expect(setCookie).toContain('; Secure')
  })

  test('a request that was linked to is opened after signing in, and nothing else can be', async () => {
    const { server } = await serve()
    const id = `apr_${'0'.repeat(32)}`
    const anyone = sender(server.url, '')
    expect((await anyone('GET', `/?id=${id}`)).headers['location']).toBe(`/login?id=${id}`)
    expect((await anyone('GET', '/?id=//evil.example')).headers['location']).toBe('/login')
    expect((await anyone('GET', '/login?id=//evil.example')).text).not.toContain('evil')
  })

  test('without the script a browser may look, and is never told the key to decide with', async () => {
    const { server, token } = await serve()
    const reply = await sender(server.url, '')('POST', '/session', {
      headers: { origin: server.url.slice(0, -1), 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${token}`,
    })
    expect(reply.status).toBe(303)
    expect(reply.text).toBe('')
  })

  test('configured approvers are the only ones: no local token is made or taken', async () => {
    const first = await serve()
    const { server } = await serve({
      approvers: [{ id: 'ana', tokenSha256: tokenSha256('token-of-ana') }],
      tokenFile: first.tokenFile,
    })
    expect(server.signInUrl).toBeUndefined()
    expect((await sender(server.url, first.token)('GET', '/api/requests')).status).toBe(401)
    expect((await sender(server.url, 'token-of-ana')('GET', '/api/requests')).status).toBe(200)
  })

  test('an approver whose token digest is none, or that of another, is refused at start', async () => {
    const { approvals } = memoryApprovals()
    const sha = tokenSha256('a')
    for (const digests of [['not-hex'], [sha, sha.toUpperCase()]])
      await expect(
        startReviewerServer({
          approvals,
          port: 0,
          approvers: digests.map((digest, n) => ({ id: `p${n}`, tokenSha256: digest })),
        }),
      ).rejects.toMatchObject({ code: 'APPROVAL_BAD_OPTION' })
  })
})

describe('the event stream', () => {
  test('ends when its browser signs out', async () => {
    const { server, token } = await serve()
    const { browser, cookie, origin, pageKey } = await signIn(server.url, token)
    const events = await stream(server.url, { cookie })
    expect(events.status).toBe(200)
    await browser('POST', '/session/end', { headers: { cookie, origin, 'x-page-key': pageKey } })
    await events.ended
  })

  test('a hundred are open at most, and one that is left makes room', async () => {
    const { server, token } = await serve()
    const headers = { authorization: `Bearer ${token}` }
    const events = await Promise.all(Array.from({ length: 100 }, async () => stream(server.url, headers)))
    expect(events.every(({ status }) => status === 200)).toBe(true)
    expect((await stream(server.url, headers)).status).toBe(503)
    events[0]?.leave()
    for (;;) {
      const next = await stream(server.url, headers)
      if (next.status === 200) break
      await new Promise((done) => setTimeout(done, 20))
    }
  })
})
