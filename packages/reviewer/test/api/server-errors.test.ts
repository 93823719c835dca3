import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { memoryApprovals } from '../../../approvals/test/calls.ts'
import { sender, serving } from '../support/server.ts'

const serve = serving()

/** What a socket is answered that speaks no HTTP, or too much of it. */
async function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    let all = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk: Buffer) => (all += chunk.toString()))
    socket.on('close', () => resolve(all))
    socket.on('error', reject)
  })
}

describe('an address or a request that cannot be read', () => {
  test('is answered in the one form, with nothing of what was sent, and with the headers of every answer', async () => {
    const { server, send } = await serve()
    const anyone = sender(server.url, '')
    for (const secret of [
      '/api/requests/%zzsecret',
      `/api/requests/${'secret'.repeat(100)}`,
      '/secret%',
      '/api/secret',
    ])
      for (const ask of [send, anyone])
        for (const method of ['GET', 'POST']) {
          const { status, text, headers, json } = await ask(method, secret)
          expect([secret, status < 500 && status >= 400]).toEqual([secret, true])
          expect(Object.keys(json()).toSorted()).toEqual(['error', 'message'])
          expect(text).not.toContain('secret')
          expect(text).not.toContain('FST')
          expect(headers['x-content-type-options']).toBe('nosniff')
        }
    expect((await send('GET', `/api/requests/${'a'.repeat(101)}`)).status).toBe(404)
  })

  test('is answered in that form also when it is no HTTP, or its headers are too large', async () => {
    const { server } = await serve()
    for (const [text, status] of [
      ['secret\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nX-A: ${'secret'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const reply = await raw(server.url, text)
      expect(reply).toContain(`HTTP/1.1 ${status} `)
      expect(Object.keys(JSON.parse(reply.split('\r\n\r\n')[1] ?? '') as object)).toEqual([
        'error',
        'message',
      ])
      expect(reply).not.toContain('secret')
    }
  })

  test('says what is wrong with a body: how it reads, its size, its type', async () => {
    const { ask, send } = await serve()
    const path = `/api/requests/${await ask()}/approve`
    const message = async (body: string, headers = {}): Promise<unknown> =>
      (await send('POST', path, { body, headers })).json()['message']
    expect(await message('{"notes":"a"')).toContain('the body cannot be read')
    expect(await message('{"notes":"a","notes":"b"}')).toContain('the body cannot be read')
    expect(await message(JSON.stringify({ notes: 'x'.repeat(300_000) }))).toContain('262144 bytes')
    expect(await message('x', { 'content-type': 'text/plain' })).toContain('`application/json`')
  })
})

describe('what goes wrong inside', () => {
  test('is told by a number that a line of the log explains: where, why, and nothing of the call', async () => {
    const { approvals } = memoryApprovals()
    const reports: string[] = []
    const { send } = await serve({
      approvals: { ...approvals, get: async () => Promise.reject(new TypeError('broken \u001b[2J here')) },
      log: { write: (line) => reports.push(line) },
    })
    const { status, json } = await send('GET', '/api/requests/apr_hunter2')
    expect(status).toBe(500)
    const { error, message } = json()
    expect(error).toBe('INTERNAL')
    const [, number = 'none'] = /request ([0-9a-f]{12})/.exec(String(message)) ?? []
    expect(reports).toHaveLength(1)
    expect(JSON.parse(reports[0] ?? '')).toMatchObject({
      level: 50,
      name: 'kvlar-reviewer',
      request: number,
      route: 'GET /api/requests/:id',
      err: {
        type: 'TypeError',
        message: 'broken \\u{1b}[2J here',
        stack: expect.stringContaining('server-errors.test.ts') as string,
      },
    })
    expect(reports[0]?.trimEnd()).not.toMatch(/hunter2|[\p{Cc}\p{Cf}]|u001b/u)
  })

  test('a queue that cannot be read leaves such a line too, and no other answer does', async () => {
    const reports: string[] = []
    const { approvals } = memoryApprovals()
    const { ApprovalsError } = await import('@kvlar/approvals')
    const { send } = await serve({
      approvals: {
        ...approvals,
        list: async () =>
          Promise.reject(new ApprovalsError('APPROVAL_STORE_UNAVAILABLE', 'the disk is full')),
      },
      log: { write: (line) => reports.push(line) },
    })
    for (const path of ['/api/requests?limit=0', '/api/nothing', '/api/%zz']) await send('GET', path)
    expect(reports).toEqual([])
    const reply = await send('GET', '/api/requests')
    expect([reply.status, reply.json()['error']]).toEqual([503, 'APPROVAL_STORE_UNAVAILABLE'])
    expect(reports[0]).toContain('the disk is full')
  })
})
