import { setImmediate } from 'node:timers/promises'
import { definitionDigest, type Answer } from '@kvlar/proxy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { call, engineOf, line, outcome, sessionOf } from './support/in-memory.ts'
import { MIXED, PERMISSIVE } from './support/policies.ts'
import { noticeOf } from './support/proxied.ts'

describe('a session', () => {
  test('makes no promise for a message while records are kept synchronously', () => {
    const { session } = sessionOf(MIXED)
    expect(session.receive('client', call(1, 'echo'))).not.toBeInstanceOf(Promise)
    expect(session.receive('client', call(2, 'delete_file'))).not.toBeInstanceOf(Promise)
  })

  test('forwards the very bytes that were judged', async () => {
    const { session } = sessionOf(MIXED)
    const odd = Buffer.from(
      '{"jsonrpc":"2.0" ,"id":1,"x":1.50,"method":"tools/call","params":{"name":"echo"}}',
    )
    const step = await session.receive('client', odd)
    expect(step.kind === 'forward' ? Buffer.from(step.bytes).toString() : step.kind).toBe(odd.toString())
  })

  test('records what a replay needs: the tool as it was listed, the revision, the policy, time and rule', async () => {
    const { session, events } = sessionOf(MIXED, { now: () => 1_800_000_000_000 })
    const echo = { name: 'echo', description: 'Echoes', inputSchema: { type: 'object' } }
    await session.receive('client', line({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} }))
    const initialized = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 's', version: '1' },
    }
    await session.receive('server', line({ jsonrpc: '2.0', id: 0, result: initialized }))
    await session.receive('client', line({ jsonrpc: '2.0', id: 1, method: 'tools/list' }))
    await session.receive(
      'server',
      line({ jsonrpc: '2.0', id: 1, result: { tools: [{ ...echo, icons: [] }] } }),
    )
    await session.receive('client', call(2, 'echo', { a: 1 }))
    await session.receive('server', line({ jsonrpc: '2.0', id: 2, result: { content: [], isError: true } }))
    expect(events).toMatchObject([
      {
        kind: 'decided',
        sessionId: 'one',
        callId: 1,
        from: 'client',
        method: 'tools/call',
        requestId: 2,
        atMs: 1_800_000_000_000,
        protocolRevision: '2025-11-25',
        toolDefinition: definitionDigest(echo),
        policyDigest: engineOf(MIXED).digest,
        action: { type: 'tool_call', resource: 'echo', parameters: { a: 1 }, server: 's' },
        decision: { outcome: 'allow', ruleId: 'tools' },
        effective: { outcome: 'allow', code: 'POLICY_ALLOW', ruleId: 'tools' },
        facts: { nowMs: 1_800_000_000_000, sessionStartedAtMs: 1_800_000_000_000 },
      },
      { kind: 'result', callId: 1, result: 'tool_error', protocolRevision: '2025-11-25', bytes: 63 },
    ])
  })

  test('judges each resource of a subscription, and lets it pass only when all of them may', async () => {
    const policy = `
name: p
rules:
  - id: open
    match_on: { action_types: [resource_subscribe], resources: ['open://*'] }
    effect: { type: allow }
`
    const listen = (...resourceSubscriptions: string[]): Uint8Array =>
      line({
        jsonrpc: '2.0',
        id: 1,
        method: 'subscriptions/listen',
        params: { notifications: { resourceSubscriptions } },
      })
    const one = sessionOf(policy)
    expect((await outcome(one.session.receive('client', listen('open://a', 'open://b')))).kind).toBe(
      'forward',
    )
    const two = sessionOf(policy)
    expect((await outcome(two.session.receive('client', listen('open://a', 'closed://b')))).kind).toBe(
      'answer',
    )
    expect(two.events.map((event) => event.kind)).toEqual(['decided', 'decided'])
  })

  test('counts a call once for each limit, and denies when the counters fail', async () => {
    const policy = `
name: p
rules:
  - id: two
    match_on: { resources: [echo], conditions: [{ rate_limit: { max: 2, window: 60s } }] }
    effect: { type: allow }
`
    const limited = sessionOf(policy).session
    const kinds = []
    for (let id = 1; id <= 3; id++)
      kinds.push((await outcome(limited.receive('client', call(id, 'echo')))).kind)
    expect(kinds).toEqual(['forward', 'forward', 'answer'])
    for (const count of [
      () => Promise.reject(new Error('gone')),
      () => {
        throw new Error('gone')
      },
    ]) {
      const { session } = sessionOf(policy, { counters: { count, settle: () => undefined } })
      const { message } = await outcome(session.receive('client', call(1, 'echo')))
      expect(noticeOf(message)['code']).toBe('EVALUATION_STATE_UNAVAILABLE')
    }
  })
})

describe('messages keep their order', () => {
  test('though a long one is read in slices: a cancellation behind a long call finds it', async () => {
    const { session } = sessionOf(MIXED)
    const long = session.receive('client', call(1, 'echo', { text: 'x'.repeat(1024 * 1024) }))
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    const cancel = session.receive('client', line(cancelled))
    expect(long).toBeInstanceOf(Promise)
    expect((await outcome(cancel)).kind).toBe('forward')
    expect((await outcome(long)).kind).toBe('forward')
    expect(session.receive('client', call(2, 'echo'))).not.toBeInstanceOf(Promise)
  })
})

describe('a human is no longer asked', () => {
  /** A session with one call that waits, and the signal that whoever asks was given. */
  async function waiting() {
    let asked: AbortSignal | undefined
    const ask = (_: unknown, signal: AbortSignal): Promise<Answer> => {
      asked = signal
      return new Promise(() => undefined)
    }
    const { session } = sessionOf(MIXED, { ask })
    const step = await session.receive('client', call(1, 'slow'))
    expect(step.kind).toBe('hold')
    await setImmediate()
    expect(asked?.aborted).toBe(false)
    return { session, isAborted: () => asked?.aborted }
  }

  test('when the call is cancelled', async () => {
    const { session, isAborted } = await waiting()
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    expect((await session.receive('client', line(cancelled))).kind).toBe('drop')
    expect(isAborted()).toBe(true)
  })

  test('when the client has gone', async () => {
    const { session, isAborted } = await waiting()
    session.stopWaiting()
    expect(isAborted()).toBe(true)
  })
})

describe('the bytes of calls that wait', () => {
  const text = 'x'.repeat(15 * 1024 * 1024)
  const ask = (): Promise<Answer> => new Promise(() => undefined)

  test('are bounded: one call more is denied', async () => {
    const { session } = sessionOf(MIXED, { ask })
    for (let id = 1; id <= 4; id++) {
      expect((await session.receive('client', call(id, 'slow', { text }))).kind).toBe('hold')
    }
    const { message } = await outcome(session.receive('client', call(5, 'slow', { text })))
    expect(noticeOf(message)['code']).toBe('KVLAR_OVERLOADED')
  })

  test('are free again when calls are cancelled', async () => {
    const { session } = sessionOf(MIXED, { ask })
    for (let id = 1; id <= 5; id++) {
      expect((await session.receive('client', call(id, 'slow', { text }))).kind).toBe('hold')
      const params = { requestId: id }
      await session.receive('client', line({ jsonrpc: '2.0', method: 'notifications/cancelled', params }))
    }
  })
})

describe('an approval', () => {
  const answered = (answer: Answer) => ({ ask: () => Promise.resolve(answer) })

  test.each([
    ['lets the call run', { kind: 'approved', approvalId: 'apr_1' }, undefined],
    ['stops it when denied', { kind: 'denied', reason: 'not today' }, 'APPROVAL_DENIED'],
    ['stops it when nobody answered in time', { kind: 'expired' }, 'APPROVAL_EXPIRED'],
    ['stops it while it is pending', { kind: 'pending', reason: 'ask again' }, 'POLICY_APPROVAL_REQUIRED'],
  ] satisfies [string, Answer, string | undefined][])('%s', async (_, answer, code) => {
    const { session, events } = sessionOf(MIXED, answered(answer))
    const { kind, message } = await outcome(session.receive('client', call(1, 'slow')))
    expect(kind).toBe(code === undefined ? 'forward' : 'answer')
    expect(noticeOf(message)['code']).toBe(code)
    if ('reason' in answer) expect(noticeOf(message)['reason']).toBe(answer.reason)
    if (code === undefined)
      expect(events.at(-1)).toMatchObject({ approvalId: 'apr_1', effective: { outcome: 'allow' } })
  })

  test('that cannot be asked for denies', async () => {
    const { session } = sessionOf(MIXED, { ask: () => Promise.reject(new Error('no queue')) })
    const { message } = await outcome(session.receive('client', call(1, 'slow')))
    expect(noticeOf(message)['code']).toBe('APPROVAL_UNAVAILABLE')
  })

  test('is void when the policy denies by the time it comes', async () => {
    let current = engineOf(MIXED)
    const ask = (): Promise<Answer> => {
      current = engineOf(
        MIXED.replaceAll('resources: [slow]', 'resources: [other]').replace('[delete_file]', '[slow]'),
      )
      return Promise.resolve({ kind: 'approved' })
    }
    const { session } = sessionOf(MIXED, { engine: () => current, ask })
    const { message } = await outcome(session.receive('client', call(1, 'slow')))
    expect(noticeOf(message)['code']).toBe('POLICY_DENY')
  })

  test('is void when another rule asks by the time it comes', async () => {
    let current = engineOf(MIXED)
    const ask = (): Promise<Answer> => {
      current = engineOf(MIXED.replace('ask-before-slow', 'ask-more'))
      return Promise.resolve({ kind: 'approved' })
    }
    const { session } = sessionOf(MIXED, { engine: () => current, ask })
    const { message } = await outcome(session.receive('client', call(1, 'slow')))
    expect(noticeOf(message)['code']).toBe('APPROVAL_SUPERSEDED')
  })

  test('does not run a call whose record fails after the human has answered', async () => {
    let records = 0
    const record = () => (++records > 1 ? Promise.reject(new Error('disk full')) : undefined)
    const { session } = sessionOf(MIXED, { ...answered({ kind: 'approved' }), record })
    const { kind, message } = await outcome(session.receive('client', call(1, 'slow')))
    expect(kind).toBe('answer')
    expect(noticeOf(message)['code']).toBe('KVLAR_RECORD_FAILED')
  })

  test('is needed for what a server asks where the policy says so', async () => {
    const policy = `
name: p
rules:
  - id: ask
    match_on: { action_types: [sampling] }
    effect: { type: require_approval, reason: Someone pays for it }
`
    const params = { messages: [], maxTokens: 1 }
    const request = line({ jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params })
    const yes = sessionOf(policy, answered({ kind: 'approved' })).session
    expect((await outcome(yes.receive('server', request))).kind).toBe('forward')
    const no = sessionOf(policy, answered({ kind: 'denied' })).session
    expect(await outcome(no.receive('server', request))).toMatchObject({ kind: 'answer', message: { id: 1 } })
  })
})

describe('a listing that is cut', () => {
  const blank = fc.constantFrom('', ' ', '\t', '  ')
  const name = fc.oneof(fc.constantFrom('delete_file', 'echo'), fc.string({ unit: 'grapheme', maxLength: 8 }))
  const extra = fc.jsonValue({ maxDepth: 2 })

  /** JSON text with blanks wherever the grammar lets them stand. */
  function spaced(value: unknown, space: () => string): string {
    const between = (items: string[]): string => items.map((item) => space() + item + space()).join(',')
    if (Array.isArray(value)) return `[${between(value.map((item) => spaced(item, space)))}${space()}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const members = Object.entries(value).map(
      ([key, inner]) => `${JSON.stringify(key)}${space()}:${space()}${spaced(inner, space)}`,
    )
    return `{${between(members)}${space()}}`
  }

  test('reads as the same listing without the hidden tools, wherever blanks stand and whatever else it holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name, description: extra })),
        fc.infiniteStream(blank),
        fc.string({ maxLength: 5 }),
        (tools, blanks, nextCursor) => {
          const { session } = sessionOf(MIXED)
          void session.receive('client', line({ jsonrpc: '2.0', id: 1, method: 'tools/list' }))
          const space = (): string => blanks.next().value
          const answer = {
            jsonrpc: '2.0',
            id: 1,
            result: { other: ['tools', { tools: 1 }], tools, nextCursor },
          }
          const step = session.receive('server', Buffer.from(spaced(answer, space)))
          if (step instanceof Promise || step.kind !== 'forward') return false
          const kept = tools.filter((tool) => tool.name !== 'delete_file')
          const expected = { ...answer, result: { ...answer.result, tools: kept } }
          expect(JSON.parse(Buffer.from(step.bytes).toString())).toEqual(JSON.parse(JSON.stringify(expected)))
          return true
        },
      ),
    )
  })
})

test('the folders that a client calls its own are told before the server hears of them', async () => {
  const heard: string[][] = []
  const { session } = sessionOf(PERMISSIVE, { heardRoots: (uris) => void heard.push([...uris]) })
  const asked = await outcome(
    session.receive('server', line({ jsonrpc: '2.0', id: 1, method: 'roots/list' })),
  )
  expect(asked.kind).toBe('forward')
  const roots = [{ uri: 'file:///home/ada', name: 'home' }, { uri: 5 }, 'x', { uri: 'file:///srv' }]
  const answered = await outcome(
    session.receive('client', line({ jsonrpc: '2.0', id: 1, result: JSON.parse(JSON.stringify({ roots })) })),
  )
  expect(answered.kind).toBe('forward')
  expect(heard).toEqual([['file:///home/ada', 'file:///srv']])
})
