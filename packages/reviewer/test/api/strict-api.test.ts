import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '@kvlar/reviewer/server'
import { call } from '../../../approvals/test/calls.ts'
import { localServer } from '../support/server.ts'

/** As much of the document as says what may be asked. */
interface Asked {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly { readonly name: string; readonly in: string }[]
            readonly requestBody?: {
              readonly content: {
                readonly 'application/json': { readonly schema: { readonly $ref: string } }
              }
            }
          }
        >
      >
    >
  >
  readonly components: {
    readonly schemas: Readonly<
      Record<
        string,
        {
          readonly additionalProperties?: unknown
          readonly properties?: Readonly<Record<string, { readonly type?: string | readonly string[] }>>
        }
      >
    >
  }
}

// The document is JSON of this shape; the tests below read it as a client does.
const document = openApi() as unknown as Asked
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    // A callback is judged by its signature, and the stream of events never ends.
    .filter(() => !path.endsWith('/callback') && path !== '/api/events')
    .map(([method, { parameters = [], requestBody }]) => ({
      path,
      method: method.toUpperCase(),
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      body: document.components.schemas[
        requestBody?.content['application/json'].schema.$ref.split('/').at(-1) ?? ''
      ],
    })),
)

describe('what the API is asked', () => {
  let one: Awaited<ReturnType<typeof localServer>>
  let next = 0
  beforeAll(async () => {
    one = await localServer({
      editJudge: { validate: () => undefined, decide: async () => Promise.reject(new Error('not asked')) },
    })
  })
  afterAll(async () => one.server.close())
  const ask = async (over: Parameters<typeof call>[1] = {}) => {
    next += 1
    return (await one.approvals.request(call({ path: '/srv/a', n: next }, over))).request.id
  }
  /** Sends a body about a request that waits, and shows that it goes on waiting. */
  const refused = async (path: string, body: unknown): Promise<string> => {
    const id = await ask({ terms: { grants: ['once', '1h'], editable: ['path'] } })
    const reply = await one.send('POST', path.replace('ID', id), {
      body: typeof body === 'object' ? JSON.stringify(body).replaceAll('"ID"', `"${id}"`) : body,
    })
    expect([body, reply.status, reply.json()['error']]).toEqual([body, 400, 'BAD_REQUEST'])
    expect(await one.approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
    return String(reply.json()['message'])
  }

  test('a member that is not known is refused by its name, with the one that was meant, and nothing is decided', async () => {
    const path = '/api/requests/ID/approve'
    expect(await refused(path, { decision: 'deny', digst: 'nope' })).toBe(
      '`decision` is not known here; nothing was done',
    )
    expect(await refused(path, { digst: 'nope' })).toBe(
      '`digst` is not known here, did you mean `digest`?; nothing was done',
    )
    for (const name of ['decided_by', 'approver', '__proto__', 'constructor', 'Notes', 'x'.repeat(5000)])
      expect((await refused(path, `{${JSON.stringify(name)}:1}`)).length).toBeLessThan(200)
  })

  test('what contradicts the address, or itself, is refused', async () => {
    expect(await refused('/api/requests/ID/approve', { note: 'a', notes: 'b' })).toContain('`notes`')
    expect(await refused('/api/requests/ID/approve', { general: true })).toContain('`general`')
    expect(await refused('/api/requests/ID/approve', { general: true, grant: 'once' })).toContain('`general`')
    expect(
      await refused('/api/requests/ID/approve', {
        break_glass: true,
        grant: '1h',
        notes: 'the site is down',
      }),
    ).toContain('`break_glass`')
    expect(await refused('/api/requests/ID/reject', { grant: '1h' })).toContain('`grant`')
    expect(await refused('/api/requests/ID/reject', { break_glass: false })).toContain('`break_glass`')
    expect(await refused('/api/batch/approve', { ids: ['ID'], grant: '1h' })).toContain('`grant`')
    expect(
      await refused('/api/requests/ID/edit', { edits: [{ path: 'path', value: 'x', op: 'remove' }] }),
    ).toContain('`edits[0].op`')
  })

  test('a member of another type is named, whichever stands beside it', async () => {
    expect(await refused('/api/batch/reject', { ids: ['ID'], note: 1 })).toBe(
      '`note` is a text; nothing was done',
    )
    expect(await refused('/api/batch/reject', { ids: ['ID', 2] })).toBe(
      '`ids[1]` is a text; nothing was done',
    )
    expect(await refused('/api/batch/reject', { ids: [] })).toContain('`ids`')
    expect(await refused('/api/batch/reject', { notes: 'a' })).toContain('`ids`')
    expect(await refused('/api/batch/reject', undefined)).toContain('`ids`')
    expect(
      await refused('/api/batch/reject', { ids: Array.from({ length: 51 }, (_, n) => `apr_${n}`) }),
    ).toContain('`ids`')
    expect(await refused('/api/requests/ID/approve', { break_glass: null })).toContain('`break_glass`')
    expect(await refused('/api/requests/ID/edit', { edits: [{ path: 'path' }] })).toContain(
      '`edits[0].value`',
    )
    expect(await refused('/api/requests/ID/approve', '"approve"')).toBe(
      'the body is a JSON object; nothing was done',
    )
    expect(await refused('/api/requests/ID/approve', '{"notes": "a"')).toContain('the body cannot be read')
  })

  test('an edit of something else than what is shown is refused, as an approval of it is', async () => {
    const id = await ask({ terms: { editable: ['path'] } })
    const body = { rendered_digest: 'x', edits: [{ path: 'path', value: '/srv/b' }] }
    expect((await one.send('POST', `/api/requests/${id}/edit`, { body })).status).toBe(409)
  })

  test('what was denied is listed by that word, and by the one of ApproveKit', async () => {
    const id = await ask()
    await one.send('POST', `/api/requests/${id}/reject`)
    for (const status of ['denied', 'rejected', 'all'])
      expect((await one.send('GET', `/api/requests?status=${status}`)).json()[0]).toMatchObject({
        id,
        state: 'denied',
      })
    for (const status of ['expired', 'timeout'])
      expect((await one.send('GET', `/api/requests?status=${status}`)).json()).toEqual([])
  })

  test('a list is asked for by words and numbers that are known', async () => {
    const message = async (query: string): Promise<string> => {
      const reply = await one.send('GET', `/api/requests?${query}`)
      expect([query, reply.status]).toEqual([query, 400])
      return String(reply.json()['message'])
    }
    for (const limit of ['0', '1001', '9999', '-1', '1e2', '1.5', '', '%201', '5&limit=6'])
      expect(await message(`limit=${limit}`)).toBe('`limit` is one number from 1 to 1000')
    for (const status of ['open', '', 'Pending', 'pending&status=all'])
      expect(await message(`status=${status}`)).toContain('`status` is one of `pending`')
    expect(await message('stauts=all')).toContain('did you mean `status`?')
    expect((await one.send('GET', '/api/requests?limit=1000&status=all')).status).toBe(200)
  })

  test('every operation refuses a parameter and a member that its document does not list', async () => {
    for (const { path, method, body } of operations) {
      const id = await ask()
      const address = path.replace('{id}', id)
      const byQuery = await one.send(method, `${address}?decision=deny`)
      expect([path, byQuery.status, byQuery.json()['message']]).toEqual([
        path,
        400,
        `\`decision\` is not known here${method === 'GET' ? '' : '; nothing was done'}`,
      ])
      if (method === 'GET') continue
      const byBody = await one.send(method, address, {
        body: { decision: 'deny', ...(body && { ids: [id] }) },
      })
      expect([path, byBody.status]).toEqual([path, 400])
      expect(byBody.json()['message']).toContain('`decision`')
      expect(await one.approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
    }
  })

  test('the stream of events and the sign-in are as strict', async () => {
    const { status } = await one.send('GET', '/api/events?since=1')
    expect(status).toBe(400)
    const signIn = async (form: string) =>
      one.send('POST', '/session', {
        body: form,
        headers: {
          origin: one.server.url.slice(0, -1),
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
      })
    expect((await signIn(`token=${one.token}`)).status).toBe(200)
    for (const form of [`token=${one.token}&as=ana`, `token=${one.token}&token=${one.token}`, '', 'as=ana'])
      expect([form, (await signIn(form)).status]).toEqual([form, 400])
  })

  test('every member that the document lists is known to the server, and no other is allowed by it', async () => {
    const id = await ask()
    for (const { path, method, body } of operations.filter((operation) => operation.body !== undefined)) {
      expect([path, body?.additionalProperties]).toEqual([path, false])
      for (const [name, { type }] of Object.entries(body?.properties ?? {})) {
        const wrong = [type].flat().includes('boolean') ? 'x' : true
        const reply = await one.send(method, path.replace('{id}', id), {
          body: { ...(path.includes('batch') && { ids: [id] }), [name]: wrong },
        })
        expect([path, name, reply.status]).toEqual([path, name, 400])
        expect(reply.json()['message']).toMatch(new RegExp(`^\`${name}\` is`))
        expect(reply.json()['message']).not.toContain('not known')
      }
    }
  })
})
