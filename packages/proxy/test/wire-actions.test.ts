import { ACTION_TYPES } from '@kvlar/core'
import { METHODS, readMessage, toActions, type Identity, type Side } from '@kvlar/proxy'
import { describe, expect, it, test } from 'vitest'

const IDENTITY: Identity = {
  agentId: 'agent',
  principal: { id: 'agent', kind: 'agent', roles: [] },
  server: 'files',
}

function actions(message: object, from: Side = 'client') {
  const answer = readMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })), from)
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code} ${answer.refusal.message}`)
  return toActions(answer.message, IDENTITY)
}

const asked = (message: object, from?: Side): string[] =>
  actions(message, from).map(({ type, resource }) => `${type} ${resource}`)

test('a message that names no resource, which no reader gives, is not judged as if it asked for nothing', () => {
  const answer = readMessage(
    Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}}'),
    'client',
  )
  if (!answer.ok || answer.message.kind !== 'request') throw new Error('another message')
  const nameless = { ...answer.message, params: {} }
  expect(() => toActions(nameless, IDENTITY)).toThrow(
    expect.objectContaining({ code: 'EVALUATION_INVALID_ACTION' }),
  )
})

describe('what a message is judged as', () => {
  it.each([
    ['tools/call', { name: 'read', arguments: { path: '/a' } }, 'tool_call read', { path: '/a' }],
    ['tools/call', { name: 'read' }, 'tool_call read', {}],
    ['resources/read', { uri: 'file:///a' }, 'resource_read file:///a', { uri: 'file:///a' }],
    ['resources/subscribe', { uri: 'file:///a' }, 'resource_subscribe file:///a', { uri: 'file:///a' }],
    ['prompts/get', { name: 'p', arguments: { x: '1' } }, 'prompt_get p', { x: '1' }],
    ['nobody/knows', { name: 'x' }, 'unknown_method nobody/knows', { name: 'x' }],
    ['sampling/createMessage', { messages: [] }, 'unknown_method sampling/createMessage', { messages: [] }],
  ])('for %s of the client with %j', (method, params, expected, parameters) => {
    const [action, ...others] = actions({ id: 1, method, params })
    expect(others).toEqual([])
    expect(`${action?.type} ${action?.resource}`).toBe(expected)
    expect({ ...action?.parameters }).toEqual(parameters)
    expect(action).toMatchObject(IDENTITY)
  })

  it.each([
    ['sampling/createMessage', { messages: [], maxTokens: 1 }, 'sampling sampling/createMessage'],
    ['elicitation/create', { message: 'x', requestedSchema: {} }, 'elicitation elicitation/create'],
    ['roots/list', undefined, 'roots_list roots/list'],
    ['tools/call', { name: 'x' }, 'unknown_method tools/call'],
    ['tools/list', {}, 'unknown_method tools/list'],
  ])('for %s of the server', (method, params, expected) => {
    expect(asked({ id: 1, method, params }, 'server')).toEqual([expected])
  })

  it('is the prompt or the resource that a completion is for', () => {
    const argument = { name: 'x', value: '' }
    expect(
      asked({
        id: 1,
        method: 'completion/complete',
        params: { ref: { type: 'ref/prompt', name: 'p' }, argument },
      }),
    ).toEqual(['completion p'])
    expect(
      asked({
        id: 1,
        method: 'completion/complete',
        params: { ref: { type: 'ref/resource', uri: 'file:///{a}' }, argument },
      }),
    ).toEqual(['completion file:///{a}'])
  })

  it('is one subscription for each resource that a listener names, and none for changed lists', () => {
    const listen = (notifications: object) =>
      asked({ id: 1, method: 'subscriptions/listen', params: { notifications } })
    expect(listen({ resourceSubscriptions: ['file:///a', 'file:///b'] })).toEqual([
      'resource_subscribe file:///a',
      'resource_subscribe file:///b',
    ])
    expect(listen({ toolsListChanged: true })).toEqual([])
  })

  it('is each request that an answer or a task notification of the server embeds', () => {
    const inputRequests = {
      a: { method: 'sampling/createMessage', params: { messages: [] } },
      b: { method: 'elicitation/create', params: { message: 'password?' } },
      c: { method: 'roots/list' },
      d: { method: 'tools/call', params: { name: 'x' } },
    }
    const expected = [
      'sampling sampling/createMessage',
      'elicitation elicitation/create',
      'roots_list roots/list',
      'unknown_method tools/call',
    ]
    expect(asked({ id: 1, result: { resultType: 'input_required', inputRequests } }, 'server')).toEqual(
      expected,
    )
    const params = { taskId: 't', status: 'input_required', inputRequests }
    expect(asked({ method: 'notifications/tasks', params }, 'server')).toEqual(expected)
    expect(asked({ id: 1, result: { inputRequests } }, 'client')).toEqual([])
  })

  it('is nothing for what moves no data a policy speaks of', () => {
    for (const { method, kind, from, action } of METHODS.values()) {
      if (action !== 'pass') continue
      for (const side of from) {
        expect(asked({ method, ...(kind === 'request' ? { id: 1 } : {}), params: {} }, side)).toEqual([])
        const other: Side = side === 'client' ? 'server' : 'client'
        if (from.length > 1) continue
        expect(asked({ method, ...(kind === 'request' ? { id: 1 } : {}), params: {} }, other)).toEqual([
          `unknown_method ${method}`,
        ])
      }
    }
  })

  it('is an unknown method for a notification that nobody knows', () => {
    expect(asked({ method: 'notifications/own', params: { a: 1 } })).toEqual([
      'unknown_method notifications/own',
    ])
  })

  it('covers every action type of the policy format', () => {
    const known = new Set<string>([...METHODS.values()].map(({ action }) => action))
    expect(ACTION_TYPES.filter((type) => !known.has(type))).toEqual(['unknown_method'])
  })
})
