import { ProxyError } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { line, outcome, outcomes, sessionOf } from './support/in-memory.ts'
import { PERMISSIVE } from './support/policies.ts'

/** A session whose client has one request open under this id. */
function waiting(id: JsonValue, method = 'tools/list') {
  const { session, events } = sessionOf(PERMISSIVE)
  void session.receive('client', line({ jsonrpc: '2.0', id, method }))
  const answer = (text: string) => outcome(session.receive('server', Buffer.from(text)))
  return { session, events, answer }
}

describe('an answer under an id in another form', () => {
  test.each([
    [0, '"0"'],
    [0, '-0'],
    [0, '0.0'],
    [1, '"1"'],
    [1, '1.0'],
    [1, '"1.0"'],
    [-7, '"-7"'],
    [1_234_567_890_123, '1.234567890123E12'],
    [1_234_567_890_123, '"1.234567890123E12"'],
    [9_007_199_254_740_991, '"9007199254740991"'],
    ['0', '0'],
    ['17', '17'],
    ['17', '17.0'],
  ])('finds the request %j as %s, and the client is given the id that it knows', async (id, given) => {
    const { answer, events } = waiting(id, 'vendor/run')
    const { kind, message } = await answer(`{"jsonrpc":"2.0","id":${given},"result":{"n":1.0}}`)
    expect(kind).toBe('forward')
    expect(message).toEqual({ jsonrpc: '2.0', id, result: { n: 1 } })
    expect(events).toMatchObject([{ kind: 'decided' }, { kind: 'result', result: 'ok' }])
  })

  test('is taken for no other request, and each of two that differ in type keeps its own', async () => {
    const { session } = waiting(1)
    void session.receive('client', line({ jsonrpc: '2.0', id: '1', method: 'ping' }))
    const texts = [
      '{"jsonrpc":"2.0","id":"1","result":{"to":"text"}}',
      '{"jsonrpc":"2.0","id":1,"result":{"to":"number"}}',
    ]
    for (const text of texts) {
      const { message } = await outcome(session.receive('server', Buffer.from(text)))
      expect(message.result?.['to']).toBe(typeof message.id === 'string' ? 'text' : 'number')
    }
  })

  test.each(['"01"', '" 1"', '"0x1"', '""', '"1.5"', '"1e"', '2', '"one"'])(
    'that is %s is not taken for the request 1',
    async (given) => {
      const { answer } = waiting(1)
      expect((await answer(`{"jsonrpc":"2.0","id":${given},"result":{}}`)).kind).toBe('drop')
    },
  )

  test('is matched for any id and however a writer of JSON puts it', async () => {
    const forms = [
      (id: number) => String(id),
      (id: number) => `"${id}"`,
      (id: number) => `${id}.0`,
      (id: number) => id.toExponential(),
      (id: number) => `"${id.toExponential()}"`,
    ]
    await fc.assert(
      fc.asyncProperty(fc.maxSafeInteger(), fc.constantFrom(...forms), async (id, write) => {
        const { message } = await waiting(id).answer(`{"jsonrpc":"2.0","id":${write(id)},"result":{}}`)
        expect(message.id).toBe(id)
      }),
    )
  })

  test('holds for what the server asks the client, and for a cancellation', async () => {
    const { session } = sessionOf(PERMISSIVE)
    await session.receive('server', line({ jsonrpc: '2.0', id: 0, method: 'ping' }))
    const { message } = await outcome(
      session.receive('client', line({ jsonrpc: '2.0', id: '0', result: {} })),
    )
    expect(message.id).toBe(0)
    await session.receive('client', line({ jsonrpc: '2.0', id: 5, method: 'tools/list' }))
    const params = { requestId: '5' }
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params }
    expect((await outcome(session.receive('client', line(cancel)))).kind).toBe('forward')
  })
})

describe('an error without an id', () => {
  const error = '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}'

  test('is the answer to the only request that is open', async () => {
    const { answer } = waiting('only')
    expect((await answer(error)).message).toEqual({
      jsonrpc: '2.0',
      id: 'only',
      error: { code: -32700, message: 'parse error' },
    })
  })

  test('is nobody’s where two are open', async () => {
    const { session, answer } = waiting(1)
    void session.receive('client', line({ jsonrpc: '2.0', id: 2, method: 'ping' }))
    expect((await answer(error)).kind).toBe('drop')
  })

  test('is nobody’s where it may complain of a notification, and is again once that is settled', async () => {
    const { session, answer } = waiting(1)
    await answer('{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}')
    void session.receive('client', line({ jsonrpc: '2.0', method: 'notifications/initialized' }))
    void session.receive('client', line({ jsonrpc: '2.0', id: 2, method: 'tools/list' }))
    expect((await answer(error)).kind).toBe('drop')
    expect((await answer('{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}')).message.id).toBe(2)
    void session.receive('client', line({ jsonrpc: '2.0', id: 3, method: 'ping' }))
    expect((await answer(error)).message).toMatchObject({ id: 3, error: { code: -32700 } })
  })
})

describe('an answer that cannot be read', () => {
  test.each([
    ['a result without an id', '{"jsonrpc":"2.0","result":{}}'],
    ['a result with a null id', '{"jsonrpc":"2.0","id":null,"result":{}}'],
    ['an id that is a list', '{"jsonrpc":"2.0","id":[1],"result":{}}'],
    ['neither a result nor an error', '{"jsonrpc":"2.0","id":1}'],
    ['half a line', '{"jsonrpc":"2.0","id":1,"result":{"content":[{"ty'],
    ['half a line that says no more than whose it is', '{"jsonrpc":"2.0","id":1,"resu'],
    ['a byte-order mark', '\ufeff{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['an error without a code', '{"jsonrpc":"2.0","id":1,"error":{"message":"x"}}'],
    ['another version', '{"jsonrpc":"1.0","id":"1","result":{}}'],
    ['no version', '{"id":1,"result":{}}'],
    [
      'a key twice, three megabytes on',
      `{"jsonrpc":"2.0","result":{"a":"${'x'.repeat(3_000_000)}","a":1},"id":1}`,
    ],
  ])('(%s) leaves its caller with an error and not waiting', async (_, text) => {
    const { answer } = waiting(1)
    const { kind, message } = await answer(text)
    expect({ kind, id: message.id }).toEqual({ kind: 'forward', id: 1 })
    expect(message.error?.message).toMatch(/^\[REFUSED BY KVLAR\] /)
  })

  test('is told to each caller where two answers ran into one line', async () => {
    const { session } = waiting(1)
    void session.receive('client', line({ jsonrpc: '2.0', id: 2, method: 'ping' }))
    const text = '{"jsonrpc":"2.0","id":1,"result":{}}{"jsonrpc":"2.0","id":2,"result":{}}'
    const told = await outcomes(session.receive('server', Buffer.from(text)))
    expect(told.map(({ kind, message }) => [kind, message.id])).toEqual([
      ['forward', 1],
      ['forward', 2],
    ])
  })
})

describe('a batch', () => {
  test('of a client is refused under the id of each request in it, and under no other', async () => {
    const { session, events } = sessionOf(PERMISSIVE)
    const batch = [
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 'b', method: 'tools/call', params: { name: 'echo' } },
      { jsonrpc: '2.0', id: 1, method: 'ping' },
    ]
    const told = await outcomes(session.receive('client', line(batch)))
    expect(told.map(({ kind, message }) => [kind, message.id])).toEqual([
      ['answer', 1],
      ['answer', 'b'],
    ])
    for (const { message } of told) expect(message.error).toMatchObject({ code: -32600 })
    expect(events).toMatchObject([{ kind: 'refused', code: 'BATCH' }])
  })

  test('that holds answers is told to whoever waits for them, on either side', async () => {
    const { session } = waiting(1)
    void session.receive('client', line({ jsonrpc: '2.0', id: 2, method: 'ping' }))
    void session.receive('server', line({ jsonrpc: '2.0', id: 9, method: 'ping' }))
    const told = async (from: 'client' | 'server', batch: JsonValue) =>
      (await outcomes(session.receive(from, line(batch)))).map(({ kind, message }) => [kind, message.id])
    const ofServer = [
      { jsonrpc: '2.0', id: '1', result: {} },
      { jsonrpc: '2.0', id: 8, method: 'ping' },
      { jsonrpc: '2.0', id: 2, error: { code: 1, message: 'x' } },
    ]
    expect(await told('server', ofServer)).toEqual([
      ['forward', 1],
      ['answer', 8],
      ['forward', 2],
    ])
    const ofClient = [
      { jsonrpc: '2.0', id: 9, result: {} },
      { jsonrpc: '2.0', id: 3, method: 'ping' },
    ]
    expect(await told('client', ofClient)).toEqual([
      ['forward', 9],
      ['answer', 3],
    ])
  })

  test.each([
    ['without messages', [], [['answer', null]]],
    ['of what are no messages', [1, null, 'x', []], [['answer', null]]],
    ['of notifications', [{ jsonrpc: '2.0', method: 'notifications/initialized' }], [['drop', undefined]]],
    ['inside a batch', [[{ jsonrpc: '2.0', id: 1, method: 'ping' }]], [['answer', null]]],
  ] as const)('%s is answered as JSON-RPC has it', async (_, batch, expected) => {
    const { session } = sessionOf(PERMISSIVE)
    const told = await outcomes(session.receive('client', Buffer.from(JSON.stringify(batch))))
    expect(told.map(({ kind, message }) => [kind, message.id])).toEqual(expected)
  })

  test('of many requests is answered up to a bound', async () => {
    const { session } = sessionOf(PERMISSIVE)
    const batch = Array.from({ length: 3000 }, (__, id) => ({ jsonrpc: '2.0', id, method: 'ping' }))
    expect(await outcomes(session.receive('client', line(batch)))).toHaveLength(1024)
  })
})

describe('a call that was cancelled', () => {
  async function cancelled() {
    const { session, answer } = waiting(1)
    const params = { requestId: 1 }
    await session.receive('client', line({ jsonrpc: '2.0', method: 'notifications/cancelled', params }))
    return { session, answer }
  }

  test('gets no answer when its server ends', async () => {
    const { session } = await cancelled()
    void session.receive('client', line({ jsonrpc: '2.0', id: 2, method: 'ping' }))
    const told = session.close(new ProxyError('PROXY_UPSTREAM_EXITED', 'gone'))
    expect(told.map((bytes) => Buffer.from(bytes).toString())).toEqual([expect.stringContaining('"id":2')])
  })

  test('gets no error when its answer cannot be read', async () => {
    const { answer } = await cancelled()
    expect((await answer('{"jsonrpc":"2.0","id":1,"result":{},"result":{}}')).kind).toBe('drop')
  })

  test('is not waited for', async () => {
    const { session } = await cancelled()
    await expect(session.whenAnswered()).resolves.toBeUndefined()
  })
})
