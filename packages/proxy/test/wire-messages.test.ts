import {
  errorAnswer,
  OpenRequests,
  readMessage,
  readMessageInSlices,
  WIRE_LIMITS,
  type Message,
  type Refusal,
  type Side,
} from '@kvlar/proxy'
import { readJson } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const textOf = (data: Uint8Array): string => Buffer.from(data).toString()

function message(line: string, from: Side = 'client'): Message {
  const answer = readMessage(bytes(line), from)
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code} ${answer.refusal.message}`)
  return answer.message
}

function refusal(line: string | Uint8Array, from: Side = 'client'): Refusal {
  const answer = readMessage(typeof line === 'string' ? bytes(line) : line, from)
  if (answer.ok) throw new Error('accepted')
  return answer.refusal
}

describe('what a line is forwarded as', () => {
  it('is the line itself, byte for byte, with its numbers, blanks and unknown fields', () => {
    const line = bytes(
      ' {"jsonrpc":"2.0", "id":7,"result":{"n":12345678901234567890,"f":1.0,"e":1e400},"x-new":[ 1.50 ]}\t',
    )
    const answer = readMessage(line, 'server')
    expect(answer.ok && answer.message.bytes).toBe(line)
  })

  it('has an escape for every character that some reader takes for the end of a line', () => {
    const line = '{"jsonrpc":"2.0","id":1,"result":{"a":"x\u2028y\u0085z\u2029","n":12345678901234567890}}'
    expect(textOf(message(line, 'server').bytes)).toBe(
      '{"jsonrpc":"2.0","id":1,"result":{"a":"x\\u2028y\\u0085z\\u2029","n":12345678901234567890}}',
    )
  })

  it('keeps other characters that share bytes with those', () => {
    const line = '{"jsonrpc":"2.0","id":1,"result":{"a":"€ â \u2027 \u0084 “x”"}}'
    expect(textOf(message(line, 'server').bytes)).toBe(line)
  })
})

describe('keys written with escapes', () => {
  it('lose the escapes they do not need, because V8 can read an escaped key as another', () => {
    const line =
      '{"jsonrpc":"2.0","id":1,"m\\u0065thod":"tools/call","params":{"name":"\\u0072","arguments":{"\\u0070ath":[{"\\u00e9":1.0}]}}}'
    expect(textOf(message(line).bytes)).toBe(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\u0072","arguments":{"path":[{"é":1.0}]}}}',
    )
  })

  it('keep the escapes of quotes, backslashes and line ends', () => {
    const line = '{"jsonrpc":"2.0","id":1,"result":{"C:\\\\x":1,"a\\"b":{"c":2},"d\\u2028":3}}'
    expect(textOf(message(line, 'server').bytes)).toBe(line)
  })
})

describe('the namespace of Kvlar', () => {
  const strip = (result: string): string => {
    const { bytes: sent, kind } = message(`{"jsonrpc":"2.0","id":1,"result":${result}}`, 'server')
    expect(kind).toBe('response')
    return textOf(sent).slice('{"jsonrpc":"2.0","id":1,"result":'.length, -1)
  }

  it.each([
    ['{"_kvlar":{"code":"x"}}', '{}'],
    ['{"_kvlar":{"a":[1,"}",{"b":"\\""}]},"isError":true}', '{"isError":true}'],
    ['{"isError":true , "_kvlar":1 }', '{"isError":true  }'],
    [
      '{"a":1,"_kvlar":"x,}","b":[{"kvlar/receipt":1,"c":2},{"kvlar/receipt":1}]}',
      '{"a":1,"b":[{"c":2},{}]}',
    ],
    ['{"_meta":{"kvlar/a":1,"kvlar/b":2,"n":9007199254740993}}', '{"_meta":{"n":9007199254740993}}'],
    ['{"_KVLAR":1,"a":2}', '{"a":2}'],
    ['{"_\\u006bvlar":1,"a":2}', '{"a":2}'],
    ['{"_\u212avlar":1,"a":2}', '{"a":2}'],
    ['{"ｋvlar/x":1,"a":2}', '{"a":2}'],
  ])('is stripped from what a server sends: %s', (sent, forwarded) => {
    expect(strip(sent)).toBe(forwarded)
  })

  it.each([
    '{"a":"_kvlar"}',
    '{"kvlar":1}',
    '{"x":["kvlar/a"]}',
    '{"a":"\\"_kvlar\\":1"}',
    '{"C:\\\\users":1}',
  ])('does not touch what only mentions it: %s', (sent) => {
    expect(strip(sent)).toBe(sent)
  })

  it('is stripped from the value as well, and from errors and requests', () => {
    const response = message(
      '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x","data":{"_kvlar":1}}}',
      'server',
    )
    expect(response).toMatchObject({ outcome: 'error', value: { data: {} } })
    const request = message(
      '{"jsonrpc":"2.0","id":1,"method":"roots/list","params":{"_meta":{"kvlar/x":1}}}',
      'server',
    )
    expect(request.kind === 'request' && Object.keys(request.params?.['_meta'] as object)).toEqual([])
  })

  it('is stripped from any message without changing anything else', () => {
    const key = fc.constantFrom('_kvlar', 'kvlar/x', 'a', 'b', 'c', '_kvlarx', '"', '\\', '{', '}')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1), (result, indent) => {
        const text = JSON.stringify({ jsonrpc: '2.0', id: 1, result }, undefined, indent).replaceAll('\n', '')
        const forwarded = readJson(textOf(message(text, 'server').bytes))
        const expected = readJson(JSON.stringify({ jsonrpc: '2.0', id: 1, result: without(result) }))
        expect(forwarded).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The value without our members, written the plain way. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '_kvlar' && !key.startsWith('kvlar/'))
      .map(([key, member]) => [key, without(member)]),
  )
}

describe('whom a refusal is addressed to', () => {
  it.each([
    [
      'a call with two names',
      '{"jsonrpc":"2.0","id":"a","method":"x","params":{"n":1,"n":2}}',
      'a',
      'request',
    ],
    [
      'a call that is too deep',
      `{"jsonrpc":"2.0","id":5,"method":"x","params":{"a":${'['.repeat(70)}${']'.repeat(70)}}}`,
      5,
      'request',
    ],
    [
      'a notification with two names',
      '{"jsonrpc":"2.0","method":"x","params":{"n":1,"n":2}}',
      null,
      'notification',
    ],
    ['an answer with two names', '{"jsonrpc":"2.0","result":{"n":1,"n":2},"id":9}', 9, 'response'],
    ['a call with two ids', '{"jsonrpc":"2.0","id":1,"id":2,"method":"x"}', null, 'request'],
    ['a call with an odd id', '{"jsonrpc":"2.0","id":[1],"method":"x"}', null, 'request'],
    ['half a line', '{"jsonrpc":"2.0","id":1,"meth', 1, 'unknown'],
    ['half an id', '{"jsonrpc":"2.0","method":"x","id":12', null, 'request'],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', 1, 'request'],
    ['a wrong version', '{"jsonrpc":"1.0","id":3,"method":"x"}', 3, 'request'],
  ] as const)('is known for %s', (_, line, id, about) => {
    expect(refusal(line)).toMatchObject({ id, about })
  })

  it('is known for an answer that is not UTF-8, so that nobody waits for it', () => {
    const line = Buffer.concat([
      bytes('{"jsonrpc":"2.0","id":4,"result":{"text":"'),
      Buffer.of(0xe9),
      bytes('"}}'),
    ])
    expect(refusal(line, 'server')).toMatchObject({ code: 'NOT_UTF8', id: 4, about: 'response' })
  })

  it('is known for an unreadable answer of any length', () => {
    const long = 'x'.repeat(3_000_000)
    const line = `{"jsonrpc":"2.0","result":{"a":1,"a":"${long}","id":7,"b":[{"id":8}]},"id":4}`
    expect(refusal(line, 'server')).toMatchObject({ code: 'DUPLICATE_KEY', id: 4, about: 'response' })
  })

  it('is known for each of several messages that ran into one line', () => {
    const line =
      '{"jsonrpc":"2.0","id":1,"result":{}}{"id":"b","jsonrpc":"2.0","error":{"code":1,"message":"{"}}'
    expect(refusal(line, 'server')).toMatchObject({
      code: 'NOT_JSON',
      id: 1,
      about: 'response',
      others: [{ id: 'b', about: 'response' }],
    })
  })

  it.each([
    '{"level":"error","id":1,"error":"boom"}',
    '{"level":"info","id":1,"method":"tools/call","msg":"begun"}',
    '[info] sent {"jsonrpc":"2.0","id":1,"result":{}}',
    '[12:00:01] {"jsonrpc":"2.0","id":1,"result":{}}',
    '{"level":"info"} {"broken',
  ])('is nobody for what is only a line of the log of a server: %s', (line) => {
    const { id, about } = refusal(line, 'server')
    expect({ id, about }).toEqual({ id: null, about: 'unknown' })
  })

  it('is the same for the outermost members of any message, however it is read', () => {
    const id = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant([1]))
    const rest = fc.jsonValue({ maxDepth: 3 })
    const parts = fc.record(
      {
        jsonrpc: fc.constant('2.0'),
        id,
        method: fc.string(),
        result: rest,
        error: rest,
        params: rest,
        x: rest,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(parts, fc.constantFrom<Side>('client', 'server'), (object, from) => {
        // A key twice inside makes it unreadable, without changing what its outermost members say.
        const text = JSON.stringify({ ...object, z: {} }).replace(/{}}$/, '{"a":1,"a":2}}')
        const { code, id: found, about } = refusal(text, from)
        expect(code).toBe('DUPLICATE_KEY')
        const isSilent = from === 'server' && !('jsonrpc' in object) && !('result' in object)
        const known = typeof object.id === 'object' ? null : (object.id ?? null)
        const isAnswer = 'result' in object || 'error' in object
        const kind = 'method' in object ? ('id' in object ? 'request' : 'notification') : undefined
        const expected = isSilent ? 'unknown' : (kind ?? (isAnswer ? 'response' : 'unknown'))
        expect(about).toBe(expected)
        expect(found).toBe(isSilent || expected === 'notification' ? null : known)
      }),
    )
  })
})

describe('messages', () => {
  it('are refused when they are odd in too many places to tell', () => {
    const members = Array.from({ length: 100 }, (_, index) => `"a${index}":1e400`).join(',')
    expect(refusal(`{"jsonrpc":"2.0","id":1,"result":{${members}}}`, 'server').code).toBe('TOO_LARGE')
  })

  it('carry at most a bounded number of embedded requests and subscriptions', () => {
    const over = WIRE_LIMITS.actionsPerMessageMax + 1
    const requests = Array.from({ length: over }, (_, index) => `"r${index}":{"method":"roots/list"}`).join(
      ',',
    )
    expect(refusal(`{"jsonrpc":"2.0","id":1,"result":{"inputRequests":{${requests}}}}`, 'server').code).toBe(
      'BAD_PARAMS',
    )
    const uris = JSON.stringify(Array.from({ length: over }, (_, index) => `file:///${index}`))
    const listen = `{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":${uris}}}}`
    expect(refusal(listen).code).toBe('BAD_PARAMS')
  })

  it('never make the reader throw, whatever the bytes are', () => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat({ max: 255 })).map(([sample, at, byte]) => {
        const copy = Buffer.from(sample)
        copy[at % copy.length] = byte
        return copy
      }),
    )
    fc.assert(
      fc.property(line, fc.constantFrom<Side>('client', 'server'), (data, from) => {
        const answer = readMessage(data, from)
        if (answer.ok) JSON.parse(textOf(answer.message.bytes))
      }),
      { numRuns: 20_000 },
    )
  })

  it('of a megabyte are read in slices between which other work runs', async () => {
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] }))
    const line = bytes(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { rows } }))
    let turns = 0
    let reading = true
    const count = (): void => {
      turns++
      if (reading) setImmediate(count)
    }
    setImmediate(count)
    const answer = await readMessageInSlices(line, 'server')
    reading = false
    expect(turns).toBeGreaterThan(line.length / WIRE_LIMITS.sliceChars / 2)
    expect(answer).toEqual(readMessage(line, 'server'))
    expect(readMessageInSlices(bytes('{}'), 'client')).not.toBeInstanceOf(Promise)
  })
})

const SAMPLES = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"/srv/a"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"a"}}}',
  '{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a"]}}}',
  '{"jsonrpc":"2.0","id":1,"result":{"inputRequests":{"a":{"method":"roots/list","params":{}}},"_kvlar":{"x":1}}}',
  '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"é"}}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
]

describe('open requests', () => {
  it('tell the id 1 from the id "1" and refuse an id in flight', () => {
    const open = new OpenRequests<string>(3)
    expect(open.add(1, 'number')).toBe('opened')
    expect(open.add('1', 'text')).toBe('opened')
    expect(open.add(1, 'again')).toBe('ID_IN_FLIGHT')
    expect(open.take(1)).toBe('number')
    expect(open.take(1)).toBe(undefined)
    expect(open.get('1')).toBe('text')
    expect(open.add(1, 'reused')).toBe('opened')
  })

  it('are bounded, and end together with the connection', () => {
    const open = new OpenRequests<number>(2)
    open.add('a', 1)
    open.add('b', 2)
    expect(open.add('c', 3)).toBe('TOO_MANY_IN_FLIGHT')
    expect(open.takeAll()).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(open.size).toBe(0)
  })

  it('are answered with errors that keep the type of their id', () => {
    expect(textOf(errorAnswer('1', { code: -32603, message: 'gone\u2028' }))).toBe(
      '{"jsonrpc":"2.0","id":"1","error":{"code":-32603,"message":"gone\\u2028"}}',
    )
  })
})
