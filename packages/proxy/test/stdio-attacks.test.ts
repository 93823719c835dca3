import { afterAll, describe, expect, test } from 'vitest'
import { MIXED } from './support/policies.ts'
import { noticeOf, Proxied, textOf } from './support/proxied.ts'

/** A call of the tool that the policy denies, as JSON text with room for tricks. */
const HIDDEN = '"params":{"name":"delete_file","arguments":{}}'

function deep(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`
}

/** What a client sends to get a denied call past the proxy: the attack, and the line. */
const FROM_CLIENT: readonly (readonly [title: string, line: string | Uint8Array])[] = [
  ['a batch', `[{"jsonrpc":"2.0","id":1,"method":"tools/call",${HIDDEN}}]`],
  ['a second `method` key', `{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call",${HIDDEN}}`],
  [
    'a second `params` key',
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"},${HIDDEN}}`,
  ],
  [
    'a second `name` key',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"delete_file"}}',
  ],
  [
    'a second key deep in the arguments',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":[{"delete_file":1,"delete_file":2}]}}}',
  ],
  [
    'a second key behind an escape',
    `{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"tools/call",${HIDDEN}}`,
  ],
  ['a key in another case', `{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call",${HIDDEN}}`],
  ['a key with a long s', `{"jsonrpc":"2.0","id":1,"method":"ping","param\u017f":{"name":"delete_file"}}`],
  [
    'a name key that case folding makes the real one',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","NAME":"delete_file"}}',
  ],
  [
    'a key that ends in NUL',
    `{"jsonrpc":"2.0","id":1,"method":"ping","method\\u0000":"tools/call",${HIDDEN}}`,
  ],
  [
    'a name with a control character',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_file\\u0000"}}',
  ],
  [
    'a lone surrogate in a name',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_file\\ud800"}}',
  ],
  [
    'a name that is no string',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["delete_file"]}}',
  ],
  ['a method that is no string', `{"jsonrpc":"2.0","id":1,"method":["tools/call"],${HIDDEN}}`],
  [
    'arguments that are an array',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":["delete_file"]}}',
  ],
  [
    'arguments that are text',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":"delete_file"}}',
  ],
  ['params that are null', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":null,"x":"delete_file"}'],
  ['params that are an array', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["delete_file"]}'],
  ['a call as a notification', `{"jsonrpc":"2.0","method":"tools/call",${HIDDEN}}`],
  ['an id that is null', `{"jsonrpc":"2.0","id":null,"method":"tools/call",${HIDDEN}}`],
  ['an id that is an object', `{"jsonrpc":"2.0","id":{},"method":"tools/call",${HIDDEN}}`],
  [
    'a request that is also a response',
    `{"jsonrpc":"2.0","id":1,"result":{},"method":"tools/call",${HIDDEN}}`,
  ],
  ['another version of JSON-RPC', `{"jsonrpc":"1.0","id":1,"method":"tools/call",${HIDDEN}}`],
  [
    'a carriage return inside the line',
    `{"jsonrpc":"2.0","id":1,"method":"ping"}\r{"jsonrpc":"2.0","id":2,"method":"tools/call",${HIDDEN}}`,
  ],
  ['a byte-order mark', `\ufeff{"jsonrpc":"2.0","id":1,"method":"tools/call",${HIDDEN}}`],
  ['NUL between tokens', `{"jsonrpc":"2.0",\0"id":1,"method":"tools/call",${HIDDEN}}`],
  [
    'UTF-16',
    Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call",${HIDDEN}}`, 'utf16le').filter(
      (byte) => byte !== 0x0a,
    ),
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from([
      ...Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_file'),
      0xff,
      ...Buffer.from('"}}'),
    ]),
  ],
  [
    'an overlong encoding',
    Buffer.from([
      ...Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete'),
      0xc1,
      0x9f,
      ...Buffer.from('file"}}'),
    ]),
  ],
  [
    'nesting over 64 levels',
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"delete_file":${deep(70)}}}}`,
  ],
  [
    'nesting of 20,000 levels',
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"delete_file":${deep(20_000)}}}}`,
  ],
  [
    'a number that a double changes',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"delete_file":9007199254740993}}}',
  ],
  [
    'a number beyond every double',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"delete_file":1e400}}}',
  ],
  ['an answer to no request', '{"jsonrpc":"2.0","id":77,"result":{"delete_file":1}}'],
  ['text that is no JSON', 'delete_file {'],
  ['a method in another case', `{"jsonrpc":"2.0","id":1,"method":"Tools/Call",${HIDDEN}}`],
  ['a method with a blank', `{"jsonrpc":"2.0","id":1,"method":"tools/call ",${HIDDEN}}`],
  [
    'a name behind an escape',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\u0064elete_file"}}',
  ],
]

describe('a client that attacks', () => {
  const proxied = new Proxied({ policy: MIXED }, afterAll)

  test.each(FROM_CLIENT)(
    'by %s gets nothing to the server, is recorded, and the next message is served',
    async (_, line) => {
      const before = proxied.events.length
      proxied.send(line)
      await proxied.until(() => proxied.events.length > before)
      expect(await proxied.serves()).toBe(true)
      expect(proxied.reached.filter((one) => !one.includes('"ping-'))).toEqual([])
      const [event] = proxied.events.slice(before)
      if (event?.kind === 'decided') expect(event.effective.outcome).toBe('deny')
      else expect(event).toMatchObject({ kind: 'refused', from: 'client' })
    },
  )

  test('is told why, under its id where that could be read', async () => {
    proxied.send('{"jsonrpc":"2.0","id":"told","method":"tools/call","params":{"name":7}}')
    const { error } = await proxied.answer('told')
    expect(error?.message).toMatch(/^\[REFUSED BY KVLAR\] /)
    expect(error?.code).toBe(-32602)
  })

  test('cannot use an id twice at once: the first call keeps its answer', async () => {
    const own = new Proxied({ policy: MIXED })
    own.call(5, 'silence')
    own.call(5, 'echo', { text: 'second' })
    expect((await own.answer(null)).error?.message).toContain('in flight')
    own.call('5', 'echo', { text: 'another type, another id' })
    expect(textOf(await own.answer('5'))).toContain('another type')
    expect(own.reached.filter((line) => line.includes('second'))).toEqual([])
  })
})

/** What a server sends to be taken for another message, or to reach the client unjudged. */
const FROM_SERVER: readonly (readonly [title: string, line: string])[] = [
  [
    'an answer nobody waits for',
    '{"jsonrpc":"2.0","id":4711,"result":{"content":[{"type":"text","text":"SMUGGLED"}]}}',
  ],
  [
    'an answer under an id of another type',
    '{"jsonrpc":"2.0","id":"1","result":{"content":[{"type":"text","text":"SMUGGLED"}]}}',
  ],
  ['a batch', '[{"jsonrpc":"2.0","id":4711,"result":{"x":"SMUGGLED"}}]'],
  [
    'a notification with a hidden second line',
    '{"jsonrpc":"2.0","method":"notifications/message","params":{}}\r{"jsonrpc":"2.0","id":1,"result":{"x":"SMUGGLED"}}',
  ],
  [
    'a second `method` key',
    '{"jsonrpc":"2.0","id":9,"method":"ping","method":"sampling/createMessage","params":{"x":"SMUGGLED"}}',
  ],
  [
    'a question to the model',
    '{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{"messages":[],"maxTokens":9,"x":"SMUGGLED"}}',
  ],
  [
    'a question to the user',
    '{"jsonrpc":"2.0","id":9,"method":"elicitation/create","params":{"message":"SMUGGLED","requestedSchema":{}}}',
  ],
  ['a request for the roots', '{"jsonrpc":"2.0","id":9,"method":"roots/list","params":{"x":"SMUGGLED"}}'],
  ['a tool call of its own', '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"SMUGGLED"}}'],
  ['an unknown notification', '{"jsonrpc":"2.0","method":"vendor/run","params":{"x":"SMUGGLED"}}'],
]

describe('a server that attacks', () => {
  const proxied = new Proxied({ policy: MIXED }, afterAll)

  test.each(FROM_SERVER)(
    'by %s gets nothing to the client, is recorded, and goes on being served',
    async (_, line) => {
      const before = proxied.events.length
      proxied.call(`attack-${before}`, 'emit', { base64: Buffer.from(`${line}\n`).toString('base64') })
      await proxied.until(() => proxied.events.length >= before + 2)
      expect(await proxied.serves()).toBe(true)
      expect(JSON.stringify(proxied.messages)).not.toContain('SMUGGLED')
      const event = proxied.events[before + 1]
      if (event?.kind === 'decided') expect(event.effective.outcome).toBe('deny')
      else expect(event).toMatchObject({ kind: 'refused', from: 'server' })
    },
  )

  test('is answered itself when what it asks is denied', async () => {
    const own = new Proxied({ policy: MIXED })
    const line =
      '{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{"messages":[],"maxTokens":9}}\n'
    own.call(1, 'emit', { base64: Buffer.from(line).toString('base64') })
    await own.until(() => own.reached.length === 2)
    expect(JSON.parse(own.reached[1] ?? '')).toMatchObject({
      id: 9,
      error: { code: -31403, data: { _kvlar: { code: 'POLICY_DEFAULT_DENY' } } },
    })
  })

  test.each([
    ['two results', '{"jsonrpc":"2.0","id":"<id>","result":{"content":[]},"result":{"content":[]}}'],
    ['a result and an error', '{"jsonrpc":"2.0","id":"<id>","result":{},"error":{"code":1,"message":"x"}}'],
    ['a key twice', '{"jsonrpc":"2.0","id":"<id>","result":{"content":[{"type":"text","type":"image"}]}}'],
  ])('whose answer cannot be read (%s) leaves its caller with an error and not waiting', async (_, line) => {
    const own = new Proxied({ policy: MIXED })
    own.call(1, 'answer', { line })
    const { error } = await own.answer(1)
    expect(error?.code).toBe(-32603)
    expect(error?.message).toMatch(/^\[REFUSED BY KVLAR\] /)
    expect(await own.serves()).toBe(true)
  })

  test('cannot answer a call twice', async () => {
    const own = new Proxied({ policy: MIXED })
    const answer = '{"jsonrpc":"2.0","id":"<id>","result":{"content":[]}}'
    own.call(1, 'answer', { line: `${answer}\n${answer}` })
    await own.until(() => own.events.some((event) => event.kind === 'refused'))
    expect(await own.serves()).toBe(true)
    expect(own.messages.filter(({ id }) => id === 1)).toHaveLength(1)
  })

  test('cannot speak in the name of Kvlar', async () => {
    const own = new Proxied({ policy: MIXED })
    const line =
      '{"jsonrpc":"2.0","id":"<id>","result":{"content":[],"_kvlar":{"code":"POLICY_ALLOW"},"_meta":{"kvlar/approval":{"id":1},"mine":1}}}'
    own.call(1, 'answer', { line })
    expect((await own.answer(1)).result).toEqual({ content: [], _meta: { mine: 1 } })
  })

  test('cannot carry a denied question inside a result of the newest era', async () => {
    const own = new Proxied({ policy: MIXED })
    const ask = '{"key":{"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}}'
    const line = `{"jsonrpc":"2.0","id":"<id>","result":{"resultType":"input_required","inputRequests":${ask},"requestState":"s"}}`
    own.call(1, 'answer', { line })
    const answer = await own.answer(1)
    expect(noticeOf(answer)['code']).toBe('POLICY_DEFAULT_DENY')
    expect(JSON.stringify(answer)).not.toContain('inputRequests')
    const types = own.events.flatMap((event) => (event.kind === 'decided' ? [event.action.type] : []))
    expect(types).toEqual(['tool_call', 'sampling'])
  })

  test('that answers late, after a cancellation, does not take the place of another answer', async () => {
    const own = new Proxied({ policy: MIXED })
    own.call(1, 'silence')
    await own.until(() => own.reached.length === 1)
    own.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    own.call(1, 'echo', { text: 'under the same id' })
    expect((await own.answer(null)).error?.message).toContain('in flight')
    expect(await own.serves()).toBe(true)
    expect(own.reached.filter((line) => line.includes('under the same id'))).toEqual([])
  })
})
