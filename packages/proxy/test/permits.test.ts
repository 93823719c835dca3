import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { PERMIT_CARRIERS, type PermitGrounds } from '@kvlar/gate'
import { readMessage, type Answer } from '@kvlar/proxy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { call, line, outcome, sessionOf, type SessionParts } from './support/in-memory.ts'

const ALLOW = `
name: all
rules: [{ id: all, match_on: { resources: ['*'] }, effect: { type: allow } }]
`
const ASK = `
name: ask
rules: [{ id: all, match_on: { resources: ['*'] }, effect: { type: require_approval, reason: money } }]
`

/** A session that signs, and what it was asked to sign. */
function signing(policy = ALLOW, options: Partial<SessionParts> = {}) {
  const signed: PermitGrounds[] = []
  const made = sessionOf(policy, {
    sign: async (grounds) => {
      signed.push(grounds)
      return { text: `kvp1.${signed.length}`, expiresAtMs: Number.POSITIVE_INFINITY }
    },
    ...options,
  })
  return { ...made, signed }
}

const key = PERMIT_CARRIERS.meta
const raw = (params: string): Uint8Array =>
  Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`)

describe('the permit of a call', () => {
  it('is under a key of reverse DNS', () => {
    expect(key).toMatch(/^[a-z]+(\.[a-z]+)+\/[a-z]+$/)
  })

  it.each([
    ['without `_meta`', '{"name":"pay","arguments":{"amount":5}}'],
    ['with `_meta`', '{"name":"pay","_meta":{"progressToken":7},"arguments":{"amount":5}}'],
    ['with an empty one', '{"name":"pay","arguments":{"amount":5},"_meta": { } }'],
    ['with one that is null', '{"name":"pay","arguments":{"amount":5},"_meta":null}'],
    ['with one that is null alone', '{ "_meta":null,"name":"pay" }'],
  ])('stands in `_meta` of a call %s, and every other byte stays', async (_what, params) => {
    const { session, signed } = signing()
    const step = await session.receive('client', raw(params))
    if (step.kind !== 'forward') throw new Error(step.kind)
    const text = Buffer.from(step.bytes).toString()
    const { _meta, ...rest } = JSON.parse(params) as { _meta?: object }
    expect(JSON.parse(text)).toMatchObject({ params: { ...rest, _meta: { ..._meta, [key]: 'kvp1.1' } } })
    expect(text.split('"kvp1.1"')).toHaveLength(2)
    const member = `"${key}":"kvp1.1"`
    const without = text.replace(`"_meta":{${member}},`, '').replace(`${member},`, '').replace(member, '')
    expect(JSON.parse(without)).toEqual(
      JSON.parse(raw(params).toString().replace('"_meta":null,', '').replace(',"_meta":null', '')),
    )
    expect(signed).toHaveLength(1)
  })

  it('leaves bytes that have one reading: that of the call, with the permit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
        async (args, meta) => {
          const params = { name: 'pay', arguments: args, ...(meta !== null && { _meta: meta }) }
          const message = line({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params,
          } as unknown as JsonValue)
          const before = readMessage(message, 'client')
          const step = await signing().session.receive('client', message)
          expect(step.kind === 'forward').toBe(before.ok)
          if (!before.ok || step.kind !== 'forward' || before.message.kind !== 'request') return
          // The server's side of the wire, where nobody refuses this key, reads the same call.
          const after = JSON.parse(Buffer.from(step.bytes).toString()) as { params: { _meta: JsonObject } }
          expect(after.params._meta[key]).toBe('kvp1.1')
          delete (after.params._meta as Record<string, unknown>)[key]
          const sent = JSON.parse(Buffer.from(before.message.bytes).toString()) as { params: JsonObject }
          expect(after).toEqual({ ...sent, params: { _meta: {}, ...sent.params } })
        },
      ),
    )
  })

  it('covers the arguments as sent', async () => {
    const { session, signed } = signing()
    await session.receive('client', raw('{"name":"pay","arguments":{"amount":5}}'))
    await session.receive(
      'client',
      Buffer.from('{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list"}}'),
    )
    expect(signed.map(({ action: { resource, parameters } }) => [resource, { ...parameters }])).toEqual([
      ['pay', { amount: 5 }],
      ['list', {}],
    ])
  })

  it.each(['resources/read', 'prompts/get'])('is signed for tools, and not for `%s`', async (method) => {
    const { session, signed } = signing()
    const message = line({ jsonrpc: '2.0', id: 1, method, params: { name: 'a', uri: 'a:b' } })
    const step = await session.receive('client', message)
    expect(step).toMatchObject({ kind: 'forward', bytes: message })
    expect(signed).toEqual([])
  })

  it('is signed only when a person has approved, of a call that waits', async () => {
    let approve: (answer: Answer) => void = () => {}
    const { session, signed } = signing(ASK, { ask: () => new Promise((resolve) => (approve = resolve)) })
    const step = await session.receive('client', call(1, 'pay'))
    expect(step.kind).toBe('hold')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(signed).toEqual([])
    approve({ kind: 'approved', approvalId: 'apr_1' })
    const { kind, message } = await outcome(step)
    expect(kind).toBe('forward')
    expect(message).toMatchObject({ params: { _meta: { [key]: 'kvp1.1' } } })
  })

  it.each([
    [
      'denied',
      'name: none\nrules: [{ id: d, match_on: { resources: ["*"] }, effect: { type: deny, reason: no } }]',
    ],
    ['asked about, with nobody there', ASK],
  ])('is not signed for a call that is %s', async (_what, policy) => {
    const { session, signed } = signing(policy)
    expect((await session.receive('client', call(1, 'pay'))).kind).toBe('answer')
    expect(signed).toEqual([])
  })

  it('that cannot be signed keeps the call from the server', async () => {
    const { session } = signing(ALLOW, { sign: () => Promise.reject(new Error('no key')) })
    const { kind, message } = await outcome(session.receive('client', call(1, 'pay')))
    expect(kind).toBe('answer')
    expect(message.result).toMatchObject({ isError: true, _kvlar: { code: 'PERMIT_FAILED' } })
  })

  it('of a call that was cancelled while it was signed goes nowhere', async () => {
    let sign: () => void = () => {}
    const { session, events } = signing(ALLOW, {
      sign: () =>
        new Promise((resolve) => (sign = () => resolve({ text: 'kvp1.x', expiresAtMs: Number.MAX_VALUE }))),
    })
    const step = session.receive('client', call(1, 'pay'))
    await session.receive(
      'client',
      line({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }),
    )
    sign()
    expect((await outcome(step)).kind).toBe('drop')
    expect(events.some((event) => event.kind === 'result' && event.result === 'cancelled')).toBe(true)
  })
})

describe('a key of Kvlar from a client', () => {
  const KEYS = [
    '_kvlar',
    '_KVLAR',
    'kvlar/permit',
    'Kvlar/anything',
    'kvlar/',
    key,
    key.toUpperCase(),
    'io.github.kvlar/other',
    'io.github.\u212avlar/permit',
    '\uff4bvlar/permit',
    'kv\u00adlar/permit',
  ]
  const places: [string, (name: string) => JsonValue][] = [
    ['`_meta`', (name) => ({ name: 'pay', _meta: { [name]: 'kvp1.forged' } })],
    ['the parameters', (name) => ({ name: 'pay', [name]: 'kvp1.forged' })],
    ['the arguments', (name) => ({ name: 'pay', arguments: { [name]: 'kvp1.forged' } })],
    ['the depths', (name) => ({ name: 'pay', arguments: { list: [{ more: { [name]: 1 } }] } })],
  ]

  it.each(places)('in %s is refused, however it is spelt', async (_where, paramsOf) => {
    for (const name of KEYS) {
      const { session, signed, events } = signing()
      const message = line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: paramsOf(name) })
      const { kind, message: answer } = await outcome(session.receive('client', message))
      expect([name, kind, answer.error]).toEqual([
        name,
        'answer',
        expect.objectContaining({ data: { _kvlar: { code: 'RESERVED_KEY' } } }),
      ])
      expect(signed).toEqual([])
      expect(events).toMatchObject([{ kind: 'refused', code: 'RESERVED_KEY' }])
    }
  })

  it('is refused when it is written with escapes', async () => {
    const escaped = '{"name":"pay","_meta":{"io.github.\\u006bvlar\\/permit":"kvp1.forged"}}'
    expect((await outcome(signing().session.receive('client', raw(escaped)))).kind).toBe('answer')
  })

  it('is refused in notifications and answers, too', () => {
    for (const message of [
      { jsonrpc: '2.0', method: 'notifications/progress', params: { _meta: { [key]: 'x' } } },
      { jsonrpc: '2.0', id: 1, result: { _meta: { [key]: 'x' } } },
    ])
      expect(readMessage(line(message), 'client')).toMatchObject({
        ok: false,
        refusal: { code: 'RESERVED_KEY' },
      })
  })

  it.each(['kvlar', 'kvlarx/permit', '@kvlar/core', 'io.github.kvlark/permit', 'my_kvlar', 'x/kvlar/y'])(
    'is not `%s`, which passes',
    async (name) => {
      const message = line({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'pay', arguments: { [name]: 1 } },
      })
      expect((await outcome(signing().session.receive('client', message))).kind).toBe('forward')
    },
  )

  it('is not a text that speaks of one', async () => {
    const args = { text: `{"_kvlar":1,"${key}":2}` }
    expect((await outcome(signing().session.receive('client', call(1, 'pay', args)))).kind).toBe('forward')
  })
})

it('a permit that a server answers with reaches no client', async () => {
  const { session } = signing()
  await session.receive('client', call(1, 'pay'))
  const answer = line({ jsonrpc: '2.0', id: 1, result: { content: [], _meta: { [key]: 'kvp1.1', mine: 1 } } })
  const { kind, message } = await outcome(session.receive('server', answer))
  expect([kind, message.result]).toEqual(['forward', { content: [], _meta: { mine: 1 } }])
})
