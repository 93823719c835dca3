import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { serving } from '../support/server.ts'

const local = serving()

/** Begins to send a decision: its head is there, and the server waits for the rest. */
async function beginDecision(url: string, token: string, id: string): Promise<ClientRequest> {
  const sent = request(new URL(`api/requests/${id}/reject`, url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': 2,
      expect: '100-continue',
    },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  return sent
}

async function answerOf(sent: ClientRequest): Promise<number | undefined> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

test('a decision that is being sent is taken and answered, and nothing new is', async () => {
  const { server, token, approvals, ask } = await local()
  const id = await ask({ path: 'a' })
  const sent = await beginDecision(server.url, token, id)
  const drained = server.drain({ withinMs: 1_000_000 })
  await expect(fetch(server.url)).rejects.toThrow()
  sent.end('{}')
  expect(await answerOf(sent)).toBe(200)
  expect(await drained).toBe(true)
  expect((await approvals.get(id))?.state).toBe('denied')
})

test.each([
  ['the bound', () => ({ withinMs: 0 })],
  ['whoever hurries', () => ({ withinMs: 1_000_000, hurry: AbortSignal.abort() })],
])('one that does not end is cut off by %s, and the server says so', async (_, patience) => {
  const { server, token, approvals, ask } = await local()
  const id = await ask({ path: 'a' })
  const sent = await beginDecision(server.url, token, id)
  const failed = once(sent, 'error')
  expect(await server.drain(patience())).toBe(false)
  await failed
  expect((await approvals.get(id))?.state).toBe('pending')
})

test('pages that only listen are let go, and hold nothing up', async () => {
  const { server, token } = await local()
  const events = await fetch(new URL('api/events', server.url), {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(events.status).toBe(200)
  expect(await server.drain({ withinMs: 1_000_000 })).toBe(true)
  expect(await events.text()).toContain('retry: 1000')
})
