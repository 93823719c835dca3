import { setImmediate } from 'node:timers/promises'
import { LIMITS, type Answer, type AskRequest, type ElicitQuestion } from '@kvlar/proxy'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { describe, expect, test } from 'vitest'
import { outcome } from './support/in-memory.ts'
import { MIXED } from './support/policies.ts'
import { noticeOf, textOf, type Received } from './support/proxied.ts'
import { patientHuman, talkingSession } from './support/talking.ts'

const FORM: ElicitQuestion = { mode: 'form', approvalId: 'apr_1', message: 'Run `slow`?' }
const LINK: ElicitQuestion = {
  mode: 'url',
  approvalId: 'apr_1',
  message: 'Look',
  url: 'http://127.0.0.1:1/r/apr_1',
}
const REVISION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

const POLICY = MIXED.replace(
  'rules:',
  `rules:
  - id: ask-before-reading
    match_on: { action_types: [resource_read, prompt_get], resources: ['secret*'] }
    effect: { type: require_approval, reason: It is a secret }`,
)

describe('the user of a client of the older era', () => {
  /** A held call of a client that declared these capabilities; its tool is known already. */
  async function held(capabilities: JsonObject) {
    const human = patientHuman()
    const talk = talkingSession(POLICY, { ask: human.ask })
    await talk.send('client', {
      jsonrpc: '2.0',
      id: 'init',
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'c', version: '1' } },
    })
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow', arguments: {} } }
    const answered = talk.send('client', call)
    await setImmediate()
    await talk.answer('tools/list', { tools: [] })
    const [asked] = human.asked
    if (asked === undefined) throw new Error('nobody was asked')
    const ask = (question: ElicitQuestion): Promise<string> => {
      if (asked.elicitation?.kind !== 'nested') throw new Error('the user cannot be asked')
      return asked.elicitation.ask(question)
    }
    return { ...talk, human, answered, asked, ask }
  }

  test.each<[JsonObject, object | undefined]>([
    [{}, undefined],
    [{ elicitation: 'yes' }, undefined],
    [{ elicitation: {} }, { form: true, url: false }],
    [{ elicitation: { form: {} } }, { form: true, url: false }],
    [{ elicitation: { url: {} } }, { form: false, url: true }],
    [{ elicitation: { form: {}, url: {} } }, { form: true, url: true }],
  ])('can be asked as the client declared: %j', async (capabilities, modes) => {
    const { asked } = await held(capabilities)
    if (modes === undefined) expect(asked).not.toHaveProperty('elicitation')
    else expect(asked.elicitation).toMatchObject({ kind: 'nested', ...modes })
  })

  test('is not asked because a server says so for its client', async () => {
    const human = patientHuman()
    const { send, answer } = talkingSession(POLICY, { ask: human.ask })
    const params = { capabilities: { elicitation: {} } }
    expect((await send('server', { jsonrpc: '2.0', id: 9, method: 'initialize', params })).kind).toBe(
      'answer',
    )
    void send('client', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow' } })
    await setImmediate()
    await answer('tools/list', { tools: [] })
    expect(human.asked[0]).not.toHaveProperty('elicitation')
  })

  test('gets a form with one box to tick, and the answer goes no further', async () => {
    const { ask, last, answer } = await held({ elicitation: {} })
    const said = ask(FORM)
    expect(last('elicitation/create')).toMatchObject({
      to: 'client',
      params: {
        message: 'Run `slow`?',
        requestedSchema: { properties: { confirm: { type: 'boolean' } }, required: ['confirm'] },
      },
    })
    expect((await answer('elicitation/create', { action: 'accept', content: { confirm: true } })).kind).toBe(
      'drop',
    )
    expect(await said).toBe('accept')
  })

  test.each<[string, JsonValue]>([
    ['decline', { action: 'accept', content: { confirm: false } }],
    ['decline', { action: 'accept', content: { confirm: 'true' } }],
    ['decline', { action: 'accept', content: {} }],
    ['decline', { action: 'accept' }],
    ['decline', { action: 'decline', content: { confirm: true } }],
    ['cancel', { action: 'cancel' }],
    ['cancel', { action: 'ACCEPT', content: { confirm: true } }],
    ['cancel', [{ action: 'accept' }]],
    ['cancel', null],
  ])('has said %s by %j', async (action, result) => {
    const { ask, answer } = await held({ elicitation: {} })
    const said = ask(FORM)
    await answer('elicitation/create', result)
    expect(await said).toBe(action)
  })

  test('has said nothing when the client answers with an error', async () => {
    const { ask, last, send } = await held({ elicitation: {} })
    const said = ask(FORM)
    const { id = null } = last('elicitation/create')
    await send('client', { jsonrpc: '2.0', id, error: { code: -32602, message: 'no forms here' } })
    expect(await said).toBe('cancel')
  })

  test('gets a link with the id of the approval where the client takes links', async () => {
    const { ask, last, answer } = await held({ elicitation: { url: {} } })
    const said = ask(LINK)
    expect(last('elicitation/create').params).toEqual({
      mode: 'url',
      elicitationId: 'apr_1',
      message: 'Look',
      url: 'http://127.0.0.1:1/r/apr_1',
    })
    await answer('elicitation/create', { action: 'accept' })
    expect(await said).toBe('accept')
  })

  test('reads a bounded message on one line of the wire', async () => {
    const { ask, last } = await held({ elicitation: {} })
    void ask({ ...FORM, message: '😀\u2028'.repeat(LIMITS.questionCharsMax) }).catch(() => undefined)
    const message = String(last('elicitation/create').params?.['message'])
    expect(message.length).toBeLessThan(LIMITS.questionCharsMax + 50)
    expect(message).toMatch(/… \(cut: 12288 characters\)$/)
  })

  test('answers once: what the client says after that answers nothing and goes nowhere', async () => {
    const { ask, last, answer, send, events, human, answered } = await held({ elicitation: {} })
    const said = ask(FORM)
    const { id = null } = last('elicitation/create')
    await answer('elicitation/create', { action: 'decline' })
    const again = await send('client', {
      jsonrpc: '2.0',
      id,
      result: { action: 'accept', content: { confirm: true } },
    })
    expect(again.kind).toBe('drop')
    expect(await said).toBe('decline')
    expect(events.at(-1)).toMatchObject({ kind: 'refused', from: 'client', code: 'ID_NOT_OPEN' })
    human.say({ kind: 'pending', approvalId: 'apr_1' })
    expect((await answered).kind).toBe('answer')
  })

  test('is not answered for by the server: a request or an answer of it under our id goes nowhere', async () => {
    const { ask, last, answer, send } = await held({ elicitation: {} })
    const said = ask(FORM)
    const { id = null } = last('elicitation/create')
    expect((await send('server', { jsonrpc: '2.0', id, method: 'ping' })).kind).toBe('answer')
    expect(
      (await send('server', { jsonrpc: '2.0', id, result: { action: 'accept', content: { confirm: true } } }))
        .kind,
    ).toBe('drop')
    await answer('elicitation/create', { action: 'decline' })
    expect(await said).toBe('decline')
  })

  test('is no longer asked when the call is cancelled', async () => {
    const { ask, last, send, answered } = await held({ elicitation: {} })
    const said = ask(FORM)
    const { id } = last('elicitation/create')
    await send('client', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    await expect(said).rejects.toThrow('nobody waits')
    expect(last('notifications/cancelled')).toMatchObject({ to: 'client', params: { requestId: id } })
    void answered
  })

  test.each<[string, Answer]>([
    ['approved', { kind: 'approved' }],
    ['told to come back', { kind: 'pending', approvalId: 'apr_1' }],
  ])('is no longer asked when the call has been %s', async (_, answer) => {
    const { ask, last, human, answered } = await held({ elicitation: {} })
    const said = ask(FORM)
    human.say(answer)
    await expect(said).rejects.toThrow('nobody waits')
    expect(last('notifications/cancelled').to).toBe('client')
    await answered
    await expect(ask(FORM)).rejects.toThrow('cannot be asked')
  })
})

describe('the user of a client of the newest era', () => {
  const META = { [REVISION]: '2026-07-28', [CAPABILITIES]: { elicitation: { form: {}, url: {} } } }

  interface Made {
    readonly method?: string
    readonly params?: JsonObject
    readonly meta?: JsonObject
  }

  /** A session whose human answers as told, without any list of tools. */
  function conversation(answers: (request: AskRequest) => Answer, options: object = {}) {
    const asked: AskRequest[] = []
    const talk = talkingSession(POLICY, {
      ask: (request) => {
        asked.push(request)
        return Promise.resolve(answers(request))
      },
      emit: () => false,
      ...options,
    })
    let id = 0
    const make = ({ method = 'tools/call', params = {}, meta = META }: Made = {}) => {
      const named =
        method === 'resources/read'
          ? { uri: 'secret://a' }
          : { name: method === 'tools/call' ? 'slow' : 'secret' }
      return talk.send('client', {
        jsonrpc: '2.0',
        id: ++id,
        method,
        params: { ...named, ...params, _meta: meta },
      })
    }
    return { ...talk, asked, make }
  }

  const asking =
    (question: ElicitQuestion) =>
    (request: AskRequest): Answer => {
      const { elicitation } = request
      if (elicitation?.kind !== 'retry') return { kind: 'pending', approvalId: 'apr_1' }
      if (elicitation.answered === undefined) return { kind: 'input_required', approvalId: 'apr_1', question }
      return elicitation.answered.action === 'accept'
        ? { kind: 'approved', approvalId: elicitation.answered.approvalId }
        : { kind: 'denied', approvalId: elicitation.answered.approvalId, reason: 'the user said no' }
    }

  const stateOf = ({ result }: Received): string => String(result?.['requestState'])
  const accepted = { kvlar: { action: 'accept', content: { confirm: true } } }

  test.each(['tools/call', 'prompts/get', 'resources/read'])(
    'is asked by the answer to %s',
    async (method) => {
      const { make } = conversation(asking(FORM))
      const { kind, message } = await make({ method })
      expect(kind).toBe('answer')
      expect(message).toEqual({
        jsonrpc: '2.0',
        id: 1,
        result: {
          resultType: 'input_required',
          inputRequests: {
            kvlar: {
              method: 'elicitation/create',
              params: {
                message: FORM.message,
                requestedSchema: expect.objectContaining({ required: ['confirm'] }),
              },
            },
          },
          requestState: expect.stringMatching(/^kvlar\.[\w-]+\.[\w-]+$/),
        },
      })
      const again = await make({
        method,
        params: { inputResponses: accepted, requestState: stateOf(message) },
      })
      expect(again.kind).toBe('forward')
      expect(again.message.params).not.toHaveProperty('requestState')
      expect(again.message.params).not.toHaveProperty('inputResponses')
    },
  )

  test('is asked by a link where that is the question', async () => {
    const { make } = conversation(asking(LINK))
    const { message } = await make()
    expect(message.result?.['inputRequests']).toEqual({
      kvlar: {
        method: 'elicitation/create',
        params: { mode: 'url', message: 'Look', url: LINK.mode === 'url' ? LINK.url : '' },
      },
    })
    const inputResponses = { kvlar: { action: 'accept' } }
    expect((await make({ params: { inputResponses, requestState: stateOf(message) } })).kind).toBe('forward')
  })

  test.each<[string, JsonValue]>([
    ['ticked nothing', { kvlar: { action: 'accept', content: {} } }],
    ['declined', { kvlar: { action: 'decline' } }],
    ['closed the form', { kvlar: { action: 'cancel' } }],
    ['was answered for under another name', { Kvlar: { action: 'accept', content: { confirm: true } } }],
    ['was not asked', {}],
    ['was answered for by nonsense', 7],
  ])('has not agreed when they %s', async (_, inputResponses) => {
    const { make } = conversation(asking(FORM))
    const { message } = await make()
    const again = await make({ params: { inputResponses, requestState: stateOf(message) } })
    expect(noticeOf(again.message)['code']).toBe('APPROVAL_DENIED')
  })

  test('agrees, and the server is given the very bytes of the call without what is ours', async () => {
    const { session, make } = conversation(asking(FORM))
    const meta = JSON.stringify(META)
    const first = await make({ params: { arguments: { a: 1.5 } } })
    const state = stateOf(first.message)
    const ours = `"kvlar":{"action":"accept","content":{"confirm":true}}`
    const send = async (text: string): Promise<string> => {
      const step = await session.receive('client', Buffer.from(text))
      const known = step.kind === 'hold' ? await step.later : step
      return known.kind === 'forward' ? Buffer.from(known.bytes).toString() : known.kind
    }
    expect(
      await send(
        `{"jsonrpc":"2.0", "id":"x","method":"tools/call","params":{ "inputResponses":{${ours}}, "name":"slow","requestState":"${state}", "arguments":{"a":1.50},"_meta":${meta}} ,"z":[1.0]}`,
      ),
    ).toBe(
      `{"jsonrpc":"2.0", "id":"x","method":"tools/call","params":{"name":"slow","arguments":{"a":1.50},"_meta":${meta}} ,"z":[1.0]}`,
    )
    expect(
      await send(
        `{"jsonrpc":"2.0","id":"y","method":"tools/call","params":{"name":"slow","arguments":{"a":1.5},"_meta":${meta},"requestState":"${state}","inputResponses":{"theirs":{"b": 1},${ours}}}}`,
      ),
    ).toBe(
      `{"jsonrpc":"2.0","id":"y","method":"tools/call","params":{"name":"slow","arguments":{"a":1.5},"_meta":${meta},"inputResponses":{"theirs":{"b": 1}}}}`,
    )
  })

  describe('is not put aside by a forged state', () => {
    type Change = (state: string) => string
    const changes: [string, Change][] = [
      ['nothing', () => 'kvlar.'],
      ['no tag', (state) => state.slice(0, state.lastIndexOf('.'))],
      ['an empty tag', (state) => state.slice(0, state.lastIndexOf('.') + 1)],
      ['another tag', (state) => `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}`],
      ['a longer tag', (state) => `${state}A`],
      [
        'another approval',
        (state) => {
          const [prefix, payload = '', tag] = state.split('.')
          const text = Buffer.from(payload, 'base64url').toString().replace('apr_1', 'apr_2')
          return [prefix, Buffer.from(text).toString('base64url'), tag].join('.')
        },
      ],
      [
        'too much',
        (state) => `${state.slice(0, 10)}${'A'.repeat(LIMITS.retryStateCharsMax)}${state.slice(10)}`,
      ],
    ]
    test.each(changes)('with %s in it', async (_, change) => {
      const { make, asked, events } = conversation(asking(FORM))
      const { message } = await make()
      const again = await make({
        params: { inputResponses: accepted, requestState: change(stateOf(message)) },
      })
      expect(again).toMatchObject({ kind: 'answer', message: { id: 2, error: { code: -32602 } } })
      expect(again.message.error?.message).toMatch(/make the call again without it/)
      expect(events.at(-1)).toMatchObject({ kind: 'refused', code: 'BAD_RETRY' })
      expect(asked).toHaveLength(1)
    })

    const others: [string, Made][] = [
      ['of other arguments', { params: { arguments: { a: 2 } } }],
      ['of another tool', { params: { name: 'slower' } }],
      ['of another method', { method: 'prompts/get', params: { name: 'slow' } }],
      ['of a method that is never answered so', { method: 'tools/list' }],
      ['of the same call as a task', { params: { task: {} } }],
    ]
    test.each(others)('%s', async (_, other) => {
      const { make, asked } = conversation(asking(FORM))
      const { message } = await make()
      const params = { ...other.params, inputResponses: accepted, requestState: stateOf(message) }
      const again = await make({ ...other, params })
      expect(again).toMatchObject({ kind: 'answer', message: { error: { code: -32602 } } })
      expect(asked).toHaveLength(1)
    })

    test('of another principal', async () => {
      const { message } = await conversation(asking(FORM)).make()
      const principal = { id: 'b', kind: 'human', roles: [] } as const
      const other = conversation(asking(FORM), { identity: { agentId: 'a', principal, server: 's' } })
      const again = await other.make({ params: { inputResponses: accepted, requestState: stateOf(message) } })
      expect(again.message.error?.code).toBe(-32602)
    })

    test('that has expired', async () => {
      const { make, elapse } = conversation(asking(FORM))
      const { message } = await make()
      const params = { inputResponses: accepted, requestState: stateOf(message) }
      await elapse(LIMITS.retryMs - 1)
      expect((await make({ params })).kind).toBe('forward')
      await elapse(1)
      expect((await make({ params })).message.error?.code).toBe(-32602)
    })

    test('under an id that is in flight', async () => {
      const { make, send } = conversation(asking(FORM))
      const { message } = await make()
      await send('client', { jsonrpc: '2.0', id: 2, method: 'ping' })
      const again = await make({ params: { requestState: `${stateOf(message)}x` } })
      expect(again.message).toMatchObject({ id: null, error: { code: -32600 } })
    })
  })

  const UNASKABLE: [string, Made][] = [
    ['declared nothing', { meta: { [REVISION]: '2026-07-28', [CAPABILITIES]: {} } }],
    ['carries the state of its server', { params: { requestState: 'theirs' } }],
    ['answers its server', { params: { inputResponses: { who: { action: 'decline' } } } }],
  ]
  test.each(UNASKABLE)('is not asked this way when the request %s', async (_, made) => {
    const { make, asked } = conversation(asking(FORM))
    const { message } = await make(made)
    expect(asked[0]).not.toHaveProperty('elicitation')
    expect(message.result).toMatchObject({ isError: true, resultType: 'complete' })
  })

  test('is not asked what the client cannot ask: the call is pending', async () => {
    const { make } = conversation(() => ({ kind: 'input_required', approvalId: 'apr_1', question: LINK }))
    const meta = { [REVISION]: '2026-07-28', [CAPABILITIES]: { elicitation: {} } }
    const { message } = await make({ meta })
    expect(textOf(message)).toMatch(/^Approval required: apr_1\n/)
    expect(message.result?.['_meta']).toEqual({ 'kvlar/approval': { id: 'apr_1', status: 'pending' } })
  })
})

test('an `input_required` for a client of the older era is a pending answer', async () => {
  const ask = (): Promise<Answer> =>
    Promise.resolve({ kind: 'input_required', approvalId: 'apr_1', question: FORM })
  const { session } = talkingSession(POLICY, { ask, emit: () => false })
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow' } }
  const { message } = await outcome(session.receive('client', Buffer.from(JSON.stringify(call))))
  expect(message.result).toMatchObject({ isError: true, _meta: { 'kvlar/approval': { status: 'pending' } } })
})
