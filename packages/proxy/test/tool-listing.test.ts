import { setImmediate, setTimeout } from 'node:timers/promises'
import type { JsonValue } from '@kvlar/core/json'
import { definitionDigest, LIMITS, type Answer } from '@kvlar/proxy'
import { describe, expect, test } from 'vitest'
import { call, line, outcome } from './support/in-memory.ts'
import { MIXED } from './support/policies.ts'
import { noticeOf } from './support/proxied.ts'
import { patientHuman, talkingSession } from './support/talking.ts'

const SLOW = { name: 'slow', description: 'Takes its time', inputSchema: { type: 'object' } }
const ECHO = { name: 'echo', description: 'Echoes', inputSchema: { type: 'object' } }
const CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' }
const ERA = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

/** A session whose human waits, with a call of `slow` that is held. */
async function held(options: Parameters<typeof talkingSession>[1] = {}, params: object = {}) {
  const human = patientHuman()
  const talk = talkingSession(MIXED, { ask: human.ask, ...options })
  const step = talk.session.receive(
    'client',
    Buffer.from(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow', ...params } }),
    ),
  )
  const answered = outcome(step)
  await setImmediate()
  const listings = () => talk.told.filter(({ method }) => method === 'tools/list')
  return { ...talk, human, answered, listings }
}

describe('before the first question about a tool that was never listed', () => {
  test('the proxy lists the tools itself, page by page, and the client never sees it', async () => {
    const { human, answer, listings, answered, events } = await held()
    expect(human.asked).toEqual([])
    expect(listings()).toMatchObject([{ to: 'server', params: {} }])
    expect((await answer('tools/list', { tools: [ECHO], nextCursor: 'two' })).kind).toBe('drop')
    expect(listings()[1]?.params).toEqual({ cursor: 'two' })
    expect((await answer('tools/list', { tools: [SLOW] })).kind).toBe('drop')
    expect(human.asked[0]?.toolDefinition).toBe(definitionDigest(SLOW))
    human.say({ kind: 'approved' })
    expect((await answered).kind).toBe('forward')
    expect(events.at(-1)).toMatchObject({ kind: 'decided', toolDefinition: definitionDigest(SLOW) })
    expect(events.filter(({ kind }) => kind === 'refused')).toEqual([])
  })

  test('the request carries in the newest era what that era asks of every request', async () => {
    const { listings } = await held({}, { _meta: { ...ERA, progressToken: 1, traceparent: 'x' } })
    expect(listings()[0]?.params).toEqual({ _meta: ERA })
  })

  test('nothing is listed for a tool that the client has listed, or that is never asked about', async () => {
    const human = patientHuman()
    const { session, send, told } = talkingSession(MIXED, { ask: human.ask })
    await send('client', { jsonrpc: '2.0', id: 1, method: 'tools/list' })
    await send('server', { jsonrpc: '2.0', id: 1, result: { tools: [SLOW] } })
    void session.receive('client', call(2, 'slow'))
    await setImmediate()
    expect(human.asked[0]?.toolDefinition).toBe(definitionDigest(SLOW))
    expect(
      (await send('client', { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'echo' } })).kind,
    ).toBe('forward')
    expect(told).toEqual([])
  })

  test('calls that wait at the same time share one list, and other messages wait for none', async () => {
    const { session, send, answer, listings, human } = await held()
    void session.receive('client', call(2, 'slow'))
    await setImmediate()
    expect((await send('client', { jsonrpc: '2.0', id: 3, method: 'ping' })).kind).toBe('forward')
    expect(session.receive('client', call(4, 'echo'))).toMatchObject({ kind: 'forward' })
    expect(listings()).toHaveLength(1)
    await answer('tools/list', { tools: [SLOW] })
    expect(human.asked).toHaveLength(2)
  })

  test('a server that does not answer in time has no definition, and its late answer goes nowhere', async () => {
    const { human, elapse, last, send } = await held()
    await elapse(LIMITS.listMs - 1)
    expect(human.asked).toEqual([])
    await elapse(1)
    expect(human.asked).toHaveLength(1)
    expect(human.asked[0]).not.toHaveProperty('toolDefinition')
    const { id = null } = last('tools/list')
    expect(last('notifications/cancelled')).toMatchObject({ to: 'server', params: { requestId: id } })
    expect((await send('server', { jsonrpc: '2.0', id, result: { tools: [SLOW] } })).kind).toBe('drop')
  })

  test('nobody is asked about a call that is cancelled while the tools are listed', async () => {
    const { answer, human, send, answered } = await held()
    await send('client', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    await answer('tools/list', { tools: [SLOW] })
    expect((await answered).kind).toBe('drop')
    expect(human.asked).toEqual([])
  })

  const garbage: [string, (id: string) => string][] = [
    ['an error', (id) => `{"jsonrpc":"2.0","id":"${id}","error":{"code":-32601,"message":"no tools"}}`],
    ['no list', (id) => `{"jsonrpc":"2.0","id":"${id}","result":{"tools":{"slow":1}}}`],
    ['nothing', (id) => `{"jsonrpc":"2.0","id":"${id}","result":null}`],
    ['an odd cursor', (id) => `{"jsonrpc":"2.0","id":"${id}","result":{"tools":[],"nextCursor":7}}`],
    ['two readings', (id) => `{"jsonrpc":"2.0","id":"${id}","result":{},"result":{}}`],
    ['a broken envelope', (id) => `{"jsonrpc":"1.0","id":"${id}","result":{}}`],
    [
      'tools without names',
      (id) => `{"jsonrpc":"2.0","id":"${id}","result":{"tools":[null,1,[],{"name":{}}]}}`,
    ],
  ]
  test.each(garbage)(
    'a server that answers with %s has no definition, and nobody sees the answer',
    async (_, text) => {
      const { human, session, last } = await held()
      const step = await outcome(session.receive('server', Buffer.from(text(String(last('tools/list').id)))))
      expect(step.kind).toBe('drop')
      await setImmediate()
      expect(human.asked).toHaveLength(1)
      expect(human.asked[0]).not.toHaveProperty('toolDefinition')
    },
  )

  test('a list without end is given up', async () => {
    const { human, answer, listings } = await held()
    for (let page = 0; page < LIMITS.listPagesMax; page++) {
      await answer('tools/list', { tools: [SLOW], nextCursor: `p${page}` })
    }
    expect(listings()).toHaveLength(LIMITS.listPagesMax)
    expect(human.asked[0]).not.toHaveProperty('toolDefinition')
  })

  test('no request of either side can take the id of ours while it is open', async () => {
    const { send, last, answer, human, events } = await held()
    const { id = null } = last('tools/list')
    const stolen = await send('client', { jsonrpc: '2.0', id, method: 'ping' })
    expect(stolen).toMatchObject({ kind: 'answer', message: { id: null, error: { code: -32600 } } })
    expect(events.at(-1)).toMatchObject({ kind: 'refused', code: 'ID_IN_FLIGHT' })
    // The client's own answer under that id answers nothing.
    expect((await send('client', { jsonrpc: '2.0', id, result: { tools: [] } })).kind).toBe('drop')
    await answer('tools/list', { tools: [SLOW] })
    expect(human.asked[0]?.toolDefinition).toBe(definitionDigest(SLOW))
  })
})

describe('a tool whose definition changes while its call is held', () => {
  const OTHER = { ...SLOW, description: 'Takes all your money' }

  async function changed(tools: object[], params: object = {}) {
    const talk = await held({}, params)
    await talk.answer('tools/list', { tools: [SLOW] })
    expect((await talk.send('server', CHANGED)).kind).toBe('forward')
    talk.human.say({ kind: 'approved', approvalId: 'apr_1' })
    await setImmediate()
    await talk.answer('tools/list', JSON.parse(JSON.stringify({ tools })))
    return talk.answered
  }

  test('is listed again before the call runs: the approval was for another tool', async () => {
    const { kind, message } = await changed([OTHER])
    expect(kind).toBe('answer')
    expect(noticeOf(message)['code']).toBe('APPROVAL_SUPERSEDED')
    expect(message.result?.['_meta']).toEqual({ 'kvlar/approval': { id: 'apr_1', status: 'superseded' } })
  })

  test('is no longer the tool that was asked about when it is gone', async () => {
    expect(noticeOf((await changed([])).message)['code']).toBe('APPROVAL_SUPERSEDED')
  })

  test('runs when it turns out to be the same', async () => {
    expect((await changed([{ ...SLOW, icons: [] }])).kind).toBe('forward')
  })

  test('is void when the server says so and does not list again', async () => {
    const { answer, human, send, elapse, answered } = await held()
    await answer('tools/list', { tools: [SLOW] })
    await send('server', CHANGED)
    human.say({ kind: 'approved' })
    await elapse(LIMITS.listMs)
    expect(noticeOf((await answered).message)['code']).toBe('APPROVAL_SUPERSEDED')
  })

  test('is listed again in the newest era also when the server said nothing: it need not', async () => {
    const { answer, human, answered } = await held({}, { _meta: ERA })
    await answer('tools/list', { tools: [SLOW] })
    await setTimeout(LIMITS.listFreshMs)
    human.say({ kind: 'approved' })
    await setImmediate()
    await answer('tools/list', { tools: [OTHER] })
    expect(noticeOf((await answered).message)['code']).toBe('APPROVAL_SUPERSEDED')
  })

  test('is told to whoever holds the answer, right before an approval is used up', async () => {
    const { answer, human, send } = await held()
    await answer('tools/list', { tools: [SLOW] })
    const [asked] = human.asked
    expect(await asked?.current()).toMatchObject({
      decision: { outcome: 'require_approval', ruleId: 'ask-before-slow' },
      toolDefinition: definitionDigest(SLOW),
    })
    await send('server', CHANGED)
    const now = asked?.current()
    await setImmediate()
    await answer('tools/list', { tools: [OTHER] })
    expect((await now)?.toolDefinition).toBe(definitionDigest(OTHER))
  })

  test('that never stops changing has no definition', async () => {
    const { answer, human, send, listings } = await held()
    for (let round = 0; round < LIMITS.listRoundsMax; round++) {
      await send('server', CHANGED)
      await answer('tools/list', { tools: [SLOW] })
    }
    expect(listings()).toHaveLength(LIMITS.listRoundsMax)
    expect(human.asked[0]).not.toHaveProperty('toolDefinition')
  })
})

describe('whoever holds the answer', () => {
  test('learns that the policy denies by now, also where something beside the policy does', async () => {
    let isProtected = false
    const floor = () => (isProtected ? ({ kind: 'inside', reason: 'protected' } as const) : undefined)
    const { answer, human } = await held({ floor })
    await answer('tools/list', { tools: [SLOW] })
    isProtected = true
    expect((await human.asked[0]?.current())?.decision.outcome).toBe('deny')
  })

  test('is told of an approval that was used up for a call that was withdrawn meanwhile', async () => {
    const { answer, human, send, events, answered } = await held()
    await answer('tools/list', { tools: [SLOW] })
    await send('client', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    human.say({ kind: 'approved', approvalId: 'apr_1' } satisfies Answer)
    expect((await answered).kind).toBe('drop')
    expect(events.slice(1)).toMatchObject([
      { kind: 'result', result: 'cancelled' },
      { kind: 'decided', approvalId: 'apr_1', effective: { outcome: 'deny' } },
      { kind: 'result', result: 'cancelled', approvalId: 'apr_1' },
    ])
  })

  test('is told of an approval that was used up for a call that may not run any more', async () => {
    const { answer, human, send, events, answered } = await held()
    await answer('tools/list', { tools: [SLOW] })
    await send('server', CHANGED)
    human.say({ kind: 'approved', approvalId: 'apr_1' })
    await setImmediate()
    await answer('tools/list', { tools: [] })
    expect((await answered).kind).toBe('answer')
    expect(events.slice(1)).toMatchObject([
      { kind: 'decided', approvalId: 'apr_1', effective: { code: 'APPROVAL_SUPERSEDED' } },
      { kind: 'result', result: 'cancelled', approvalId: 'apr_1' },
    ])
  })

  test('can close it when the call has ended: its result names the approval', async () => {
    const { answer, human, send, events, answered } = await held()
    await answer('tools/list', { tools: [SLOW] })
    human.say({ kind: 'approved', approvalId: 'apr_1' })
    expect((await answered).kind).toBe('forward')
    await send('server', { jsonrpc: '2.0', id: 1, result: { content: [] } })
    expect(events.at(-1)).toMatchObject({ kind: 'result', result: 'ok', approvalId: 'apr_1' })
  })
})

test('a proxy that may say nothing of its own accord asks without a definition', async () => {
  const human = patientHuman()
  const { session } = talkingSession(MIXED, { ask: human.ask, emit: () => false })
  void session.receive(
    'client',
    line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow' } }),
  )
  await setImmediate()
  expect(human.asked).toHaveLength(1)
  expect(human.asked[0]).not.toHaveProperty('toolDefinition')
})

describe('whoever wants to know which tools a server has', () => {
  const page = (id: number, cursor?: string) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/list',
    ...(cursor !== undefined && { params: { cursor } }),
  })
  const listed = (id: number, tools: JsonValue, nextCursor?: string) => ({
    jsonrpc: '2.0',
    id,
    result: { tools, ...(nextCursor !== undefined && { nextCursor }) },
  })
  function listening() {
    const heard: (readonly string[])[] = []
    return { heard, ...talkingSession(MIXED, { heardTools: (names) => heard.push(names) }) }
  }

  test('is told once the client has all pages, of hidden tools too, each name once', async () => {
    const { heard, send } = listening()
    await send('client', page(1))
    await send('server', listed(1, [ECHO, { name: 'hidden' }], 'two'))
    expect(heard).toEqual([])
    await send('client', page(2, 'two'))
    await send('server', listed(2, [SLOW, ECHO, { title: 'nameless' }, 7]))
    expect(heard).toEqual([['echo', 'hidden', 'slow']])
  })

  test('is told anew after each list, which begins without a cursor', async () => {
    const { heard, send } = listening()
    await send('client', page(1))
    await send('server', listed(1, [ECHO], 'two'))
    await send('client', page(2))
    await send('server', listed(2, [SLOW]))
    await send('client', page(3))
    await send('server', listed(3, []))
    expect(heard).toEqual([['slow'], []])
  })

  test('is told nothing of the end of a list that had no beginning, of an error, of what is no list', async () => {
    const { heard, send } = listening()
    await send('client', page(1, 'two'))
    await send('server', listed(1, [ECHO]))
    await send('client', page(2))
    await send('server', { jsonrpc: '2.0', id: 2, error: { code: 1, message: 'no' } })
    await send('client', page(3))
    await send('server', listed(3, 'none'))
    await send('client', page(4, 'three'))
    await send('server', listed(4, [ECHO]))
    expect(heard).toEqual([])
  })

  test('is told nothing of a list that is longer than a session remembers', async () => {
    const { heard, send } = listening()
    const many = Array.from({ length: LIMITS.definitionsMax + 1 }, (_, at) => ({ name: `t${at}` }))
    await send('client', page(1))
    await send('server', listed(1, many))
    await send('client', page(2))
    await send('server', listed(2, many.slice(1)))
    expect(heard.map(({ length }) => length)).toEqual([LIMITS.definitionsMax])
  })
})
