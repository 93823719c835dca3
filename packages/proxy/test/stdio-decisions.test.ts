import { describe, expect, test } from 'vitest'
import { MIXED } from './support/policies.ts'
import { noticeOf, Proxied, textOf, type Received } from './support/proxied.ts'

describe('a call that the policy denies', () => {
  test('is answered with a tool result that says so, and never reaches the server', async () => {
    const proxied = new Proxied({ policy: MIXED })
    proxied.call(1, 'delete_file', { path: '/x' })
    const answer = await proxied.answer(1)
    expect(answer.result?.['isError']).toBe(true)
    expect(textOf(answer)).toBe(
      '[BLOCKED BY KVLAR]\nTool: delete_file\nPolicy rule: no-deleting\nReason: Deleting is not for agents',
    )
    expect(noticeOf(answer)).toEqual({
      code: 'POLICY_DENY',
      decision: 'deny',
      rule_id: 'no-deleting',
      reason: 'Deleting is not for agents',
      retry_allowed: false,
      tool: 'delete_file',
    })
    expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => line.includes('delete_file'))).toEqual([])
  })

  test('is denied by its arguments while the same tool with others is allowed', async () => {
    const proxied = new Proxied({ policy: MIXED })
    proxied.call(1, 'echo', { text: 'the secret' })
    proxied.call(2, 'echo', { text: 'the weather' })
    expect(noticeOf(await proxied.answer(1))['code']).toBe('POLICY_DENY')
    expect(textOf(await proxied.answer(2))).toBe('{"text":"the weather"}')
  })

  test('is denied by default where no rule names what is asked, and a method that is no tool gets an error', async () => {
    const proxied = new Proxied({ policy: MIXED })
    proxied.send({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'file:///x' } })
    proxied.send({ jsonrpc: '2.0', id: 2, method: 'vendor/launch', params: { where: 'moon' } })
    proxied.send({ jsonrpc: '2.0', method: 'vendor/fire', params: {} })
    expect(noticeOf(await proxied.answer(1))['code']).toBe('POLICY_DEFAULT_DENY')
    const unknown = await proxied.answer(2)
    expect(unknown.error?.code).toBe(-31403)
    expect(noticeOf(unknown)['code']).toBe('POLICY_DEFAULT_DENY')
    expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => /vendor|resources/.test(line))).toEqual([])
    const types = proxied.events.flatMap((event) => (event.kind === 'decided' ? [event.action.type] : []))
    expect(types).toEqual(['resource_read', 'unknown_method', 'unknown_method'])
  })
})

describe('a listing', () => {
  test('leaves out exactly the tools that are denied whatever the arguments, and keeps every other byte', async () => {
    const proxied = new Proxied({ policy: MIXED })
    let raw = ''
    proxied.process.stdout.on('data', (chunk: string) => (raw += chunk))
    proxied.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    const { result = {} } = await proxied.answer(1)
    const names = (result['tools'] as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(['echo', 'emit', 'answer', 'silence', 'exit', 'slow', 'environment'])
    expect(result['nextCursor']).toBe('more')
    expect(raw).toContain('"maximum":18446744073709551615')
    expect(raw).toContain('"x":1.0')
  })

  test('is marked private in the newest era, since it depends on who asks', async () => {
    const proxied = new Proxied({ policy: MIXED })
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }
    proxied.send({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } })
    expect((await proxied.answer(1)).result?.['cacheScope']).toBe('private')
  })

  test('keeps every tool when none is always denied', async () => {
    const policy = MIXED.replace(
      'resources: [delete_file]',
      'resources: [delete_file], parameters: { path: etc }',
    )
    const proxied = new Proxied({ policy })
    proxied.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    expect((await proxied.answer(1)).result?.['tools']).toHaveLength(8)
  })
})

describe('a call that needs approval', () => {
  test('is answered at once as held when nobody can be asked', async () => {
    const proxied = new Proxied({ policy: MIXED })
    proxied.call(1, 'slow', { ms: 1 })
    const answer = await proxied.answer(1)
    expect(answer.result?.['isError']).toBe(true)
    expect(noticeOf(answer)).toMatchObject({ code: 'POLICY_APPROVAL_REQUIRED', decision: 'require_approval' })
    expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
  })

  test('waits for a human without delaying any other message, and then runs', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'approved', afterMs: 300 } })
    proxied.call(1, 'slow', { ms: 1 })
    for (let round = 0; round < 5; round++) expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
    expect(textOf(await proxied.answer(1))).toBe('{"ms":1}')
    const decisions = proxied.events.flatMap((event) =>
      event.kind === 'decided' ? [[event.decision.outcome, event.effective.outcome]] : [],
    )
    expect(decisions).toEqual([
      ['require_approval', 'require_approval'],
      ['require_approval', 'allow'],
    ])
  })

  test('is bound to what the server says of its tool: Kvlar lists the tools itself, and the client sees nothing', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'approved', afterMs: 10 } })
    await proxied.initialize()
    proxied.call(1, 'slow', { ms: 1 })
    expect(textOf(await proxied.answer(1))).toBe('{"ms":1}')
    expect(proxied.reached.map((line) => (JSON.parse(line) as Received).method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/list',
      'tools/call',
    ])
    expect(proxied.messages.map(({ id }) => id)).toEqual(['init', 1])
    const [, decided, result] = proxied.events
    expect(decided).toMatchObject({
      approvalId: 'apr_1',
      toolDefinition: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(result).toMatchObject({ kind: 'result', approvalId: 'apr_1' })
  })

  test('is answered as pending when nobody answers in time: where and until when, and nothing has run', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'pending', afterMs: 10 } })
    proxied.call(1, 'slow', { ms: 1 })
    const answer = await proxied.answer(1)
    expect(textOf(answer)).toBe(
      [
        'Approval required: apr_1',
        'Nothing was executed',
        'Tool: slow',
        'Policy rule: ask-before-slow',
        'Reason: Slow work needs a nod',
        'To be approved at: http://127.0.0.1:8765/requests/apr_1',
        'Make the same call again once it is approved',
      ].join('\n'),
    )
    expect(answer.result).toMatchObject({
      isError: true,
      _meta: {
        'kvlar/approval': {
          id: 'apr_1',
          status: 'pending',
          expiresAt: '2030-01-01T00:00:00.000Z',
          url: 'http://127.0.0.1:8765/requests/apr_1',
        },
      },
    })
    expect(noticeOf(answer)).toMatchObject({ code: 'POLICY_APPROVAL_REQUIRED', decision: 'require_approval' })
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
  })

  test('does not run when the human says no', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'denied', afterMs: 10 } })
    proxied.call(1, 'slow', { ms: 1 })
    expect(noticeOf(await proxied.answer(1))['code']).toBe('APPROVAL_DENIED')
    expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => line.includes('slow'))).toEqual([])
  })

  test('is given up when its caller cancels it, and its id is free again', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'approved', afterMs: 300 } })
    proxied.call(1, 'slow', { ms: 1 })
    await proxied.until(() => proxied.events.length === 1)
    proxied.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    proxied.call(1, 'echo', { text: 'second' })
    expect(textOf(await proxied.answer(1))).toBe('{"text":"second"}')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(proxied.reached.filter((line) => /slow|cancelled/.test(line))).toEqual([])
    expect(proxied.messages.filter(({ id }) => id === 1)).toHaveLength(1)
    expect(proxied.events.filter((event) => event.kind === 'result')).toMatchObject([
      { callId: 1, result: 'cancelled' },
      { callId: 2, result: 'ok' },
    ])
  })

  test('is counted against the number that may wait', async () => {
    const proxied = new Proxied({ policy: MIXED, ask: { kind: 'approved', afterMs: 5000 } })
    for (let id = 1; id <= 257; id++) proxied.call(id, 'slow', { ms: 1 })
    expect(noticeOf(await proxied.answer(257))['code']).toBe('KVLAR_OVERLOADED')
    expect(await proxied.serves()).toBe(true)
    expect(proxied.messages).toHaveLength(2)
  })
})

describe('nothing is forwarded that was not first recorded', () => {
  test('a decision is on record when the call reaches the server', async () => {
    const proxied = new Proxied({ policy: MIXED, record: 'slow' })
    proxied.call(1, 'echo', { text: 'a' })
    await proxied.until(() => proxied.reached.length > 0)
    expect(proxied.events).toMatchObject([{ kind: 'decided', requestId: 1, method: 'tools/call' }])
  })

  test('a call whose record fails is denied and does not run, and the connection goes on', async () => {
    const proxied = new Proxied({ policy: MIXED, record: 'broken' })
    proxied.call(1, 'echo', { text: 'a' })
    expect(noticeOf(await proxied.answer(1))['code']).toBe('KVLAR_RECORD_FAILED')
    expect(await proxied.serves()).toBe(true)
    expect(proxied.reached.filter((line) => line.includes('echo'))).toEqual([])
  })

  test('messages keep their order while records are slow', async () => {
    const proxied = new Proxied({ policy: MIXED, record: 'slow' })
    const sent = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? { jsonrpc: '2.0', id: index, method: 'tools/call', params: { name: 'echo', arguments: {} } }
        : { jsonrpc: '2.0', id: index, method: 'ping' },
    )
    proxied.send(...sent)
    await proxied.until(() => proxied.reached.length === 40)
    expect(proxied.reached).toEqual(sent.map((message) => JSON.stringify(message)))
  })
})

describe('the floor', () => {
  test('denies a path into what Kvlar protects though the policy allows the call', async () => {
    const proxied = new Proxied({ policy: MIXED, protectedPaths: ['/home/agent/.kvlar'] })
    proxied.call(1, 'echo', { files: [{ path: '~/x/../.kvlar/policy.yaml' }] })
    proxied.call(2, 'echo', { files: [{ path: '~/x/policy.yaml' }] })
    expect(noticeOf(await proxied.answer(1))['code']).toBe('KVLAR_PROTECTED_PATH')
    expect((await proxied.answer(2)).result?.['isError']).toBeUndefined()
  })
})

describe('the server', () => {
  test('inherits the whole environment except what is ours', async () => {
    const proxied = new Proxied({ policy: MIXED })
    proxied.call(1, 'environment')
    const environment = JSON.parse(textOf(await proxied.answer(1))) as Record<string, string>
    expect(environment['SERVER_SECRET']).toBe('theirs')
    expect(environment['PATH']).toBe(process.env['PATH'])
    expect(Object.keys(environment).filter((name) => name.startsWith('KVLAR'))).toEqual([])
  })

  test('that prints to its stdout what is no message is served on, and the print goes to the log, escaped', async () => {
    const proxied = new Proxied({ policy: MIXED, mode: 'noise' })
    await proxied.initialize()
    await proxied.until(() => proxied.stderr.includes('DEBUG ready'))
    expect(proxied.stderr).toContain('`starting up\\u{1b}[31m\\u{2026}`')
    expect(proxied.messages).toHaveLength(1)
    expect(proxied.stderr.split('\n').every((line) => line === '' || line.startsWith('[kvlar] '))).toBe(true)
  })
})
