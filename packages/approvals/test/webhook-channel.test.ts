import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { createBroker, createMemoryStore } from '@kvlar/approvals'
import { createWebhookChannel } from '@kvlar/approvals/webhook'
import { ANA, call, memoryApprovals, onlyPending, reviewer } from './calls.ts'
import { SECRET, until, webhook } from './hook.ts'

const never = new AbortController().signal
const memory = () => memoryApprovals({ now: Date.now })

describe('announcing', () => {
  test('a caller who waits is told what the webhook answers, in time and under its name', async () => {
    const { url } = await webhook((response, attempt) =>
      response.end(attempt === 1 ? '{"decision":"approved"}' : '{"decision":"denied","reason":"no"}'),
    )
    const { approvals } = memory()
    const broker = createBroker({ approvals, announce: createWebhookChannel({ approvals, url }).announce })
    expect(await broker.ask(call({ n: 1 }), never)).toMatchObject({ kind: 'approved' })
    expect(await broker.ask(call({ n: 2 }), never)).toMatchObject({
      kind: 'denied',
      reason: expect.stringContaining('no'),
    })
    const [denied] = await approvals.list({ states: ['denied'] })
    expect(denied?.decisions).toMatchObject([{ approver: 'webhook', authentication: 'webhook', note: 'no' }])
  })

  test('hidden values stay here unless the operator asked for the full call, which is on record', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    const { approvals, events } = memory()
    const announce = async (n: number, args: 'none' | 'redacted' | 'full') => {
      const { request } = await approvals.request(call({ n, password: 'hunter2' }))
      await createWebhookChannel({ approvals, url, args }).announce(request)
    }
    await announce(1, 'redacted')
    await announce(2, 'none')
    expect(events.map(({ kind }) => kind)).not.toContain('revealed')
    await announce(3, 'full')
    expect(events.map(({ kind }) => kind)).toContain('revealed')
    expect(received.map(({ json }) => json['tool_arguments'])).toEqual([
      { n: 1, password: '[REDACTED]' },
      null,
      { n: 3, password: 'hunter2' },
    ])
    expect(received[0]?.json['data']).toMatchObject({ hidden_values: 1, principal: 'bot', server: 'files' })
  })

  test.each([
    ['a wrong answer', 200, 'ok', 'APPROVAL_WEBHOOK_MALFORMED'],
    ['a redirect', 307, '', 'APPROVAL_WEBHOOK_REDIRECTED'],
    ['202 without a secret, so that no callback could come', 202, '', 'APPROVAL_WEBHOOK_BAD_STATUS'],
  ])('%s denies, and the denial says why', async (_name, status, body, code) => {
    const { url } = await webhook((response) => response.writeHead(status).end(body))
    const { approvals } = memory()
    const { request } = await approvals.request(call())
    await createWebhookChannel({ approvals, url }).announce(request)
    expect(await approvals.get(request.id)).toMatchObject({
      state: 'denied',
      decisions: [{ note: expect.stringContaining(code) }],
    })
  })

  test('410 denies, and ends the channel', async () => {
    const { url, received } = await webhook((response) => response.writeHead(410).end())
    const { approvals } = memory()
    const channel = createWebhookChannel({ approvals, url })
    for (const n of [1, 2]) {
      const { request } = await approvals.request(call({ n }))
      await channel.announce(request)
      expect(await approvals.get(request.id)).toMatchObject({ state: 'denied' })
    }
    expect(received).toHaveLength(1)
  })

  test('a rule that names other channels is not announced here', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"denied"}'))
    const { approvals } = memory()
    for (const [n, channels] of [['ui'], ['ui', 'webhook'], []].entries()) {
      const { request } = await approvals.request(call({ n }, { terms: { channels } }))
      await createWebhookChannel({ approvals, url }).announce(request)
    }
    expect(received.map(({ json }) => json['tool_arguments'])).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('a reviewer who is faster than the webhook ends the question', async () => {
    const { url, received } = await webhook(() => {})
    const { approvals } = memory()
    const { request } = await approvals.request(call())
    const announced = createWebhookChannel({ approvals, url }).announce(request)
    await until(() => received.length === 1)
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    await announced
    expect(await approvals.get(request.id)).toMatchObject({
      state: 'approved',
      decisions: [{ approver: 'ana' }],
    })
  })

  test('a webhook that the rule does not count among its approvers decides nothing', async () => {
    const { url } = await webhook((response) => response.end('{"decision":"approved"}'))
    const { approvals } = memory()
    const { request } = await approvals.request(call({}, { terms: { approvers: ['group:dba'] } }))
    await createWebhookChannel({ approvals, url }).announce(request)
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending', decisions: [] })
  })
})

describe('telling what has become of a request', () => {
  async function followed() {
    const hook = await webhook((response) => response.writeHead(202).end())
    const queue = memoryApprovals()
    const channel = createWebhookChannel({ approvals: queue.approvals, url: hook.url, secrets: [SECRET] })
    const stop = await channel.follow()
    const ask = async (...asked: Parameters<typeof call>) => {
      const { request } = await queue.approvals.request(call(...asked))
      await channel.announce(request)
      expect(await queue.approvals.get(request.id)).toMatchObject({ state: 'pending' })
      return request
    }
    const types = () => hook.received.map(({ json }) => json['type'])
    return { ...hook, ...queue, channel, stop, ask, types }
  }

  test('decided elsewhere and run: told in order, signed, under ids of their own', async () => {
    const { approvals, ask, received, types, stop } = await followed()
    const request = await ask()
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    await until(() => received.length === 2)
    await approvals.consume(request.id, call())
    await approvals.finish(request.id, 'ok')
    await until(() => received.length === 3)
    expect(types()).toEqual(['approval.requested', 'approval.decided', 'approval.executed'])
    expect(received[1]?.json['data']).toMatchObject({
      request_id: request.id,
      state: 'approved',
      decisions: [{ approver: 'ana', verdict: 'approve' }],
    })
    expect(received[2]?.json['data']).toMatchObject({ state: 'executed' })
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    for (const { headers, body } of received)
      expect(() => new Webhook(SECRET).verify(body, { ...headers })).not.toThrow()
    stop()
  })

  test('each step of an escalation is told once, with those who may decide by then', async () => {
    const { ask, approvals, clock, received, types, stop } = await followed()
    const escalate = [
      { afterMs: 1000, to: ['group:lead'] },
      { afterMs: 2000, to: ['group:oncall'] },
    ]
    await ask({}, { terms: { approvers: ['user:ana'], escalate } })
    for (let step = 0; step < 2; step += 1) {
      clock.ms += 1000
      await approvals.sweep()
      await until(() => received.length === 2 + step)
    }
    await approvals.sweep()
    expect(types()).toEqual(['approval.requested', 'approval.escalated', 'approval.escalated'])
    expect(received[2]?.json['data']).toMatchObject({
      state: 'pending',
      escalations: 2,
      approvers: ['user:ana', 'group:lead', 'group:oncall'],
    })
    stop()
  })

  test('denied, run out, withdrawn: each is told once', async () => {
    const { approvals, ask, clock, received, types, stop } = await followed()
    const [denied, withdrawn] = [await ask({ n: 1 }), await ask({ n: 2 })]
    await ask({ n: 3 }, { terms: { timeoutMs: 1000 } })
    await approvals.decide(denied.id, { verdict: 'deny', approver: ANA, note: 'hunter2' })
    await approvals.cancel(withdrawn.id)
    clock.ms += 1000
    await approvals.sweep()
    await until(() => received.length === 6)
    expect(new Set(types().slice(3))).toEqual(
      new Set(['approval.cancelled', 'approval.decided', 'approval.expired']),
    )
    expect(received.map(({ body }) => body).join()).not.toContain('hunter2')
    stop()
  })

  test('an approval that nobody used is told as decided and then as expired', async () => {
    const { approvals, ask, clock, received, types, stop } = await followed()
    const request = await ask({}, { terms: { executeWithinMs: 1000 } })
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    await until(() => received.length === 2)
    clock.ms += 1000
    await approvals.sweep()
    await until(() => received.length === 3)
    expect(types()).toEqual(['approval.requested', 'approval.decided', 'approval.expired'])
    stop()
  })

  test('what was pending before a restart is told by the next process', async () => {
    const { approvals, ask, received, types, stop, url } = await followed()
    const request = await ask()
    stop()
    const next = createWebhookChannel({ approvals, url, secrets: [SECRET] })
    const stopNext = await next.follow()
    await approvals.decide(request.id, { verdict: 'deny', approver: reviewer('ben') })
    await until(() => received.length === 2)
    expect(types()).toEqual(['approval.requested', 'approval.decided'])
    stopNext()
  })

  test('changes that were missed are looked for, so that nothing stays untold', async () => {
    const store = createMemoryStore()
    const gaps: typeof store = {
      ...store,
      changes: async (since) => ({ mark: (await store.changes(since)).mark, rows: [], isGap: true }),
    }
    const { approvals } = memoryApprovals({ store: gaps })
    const { url, received } = await webhook((response) => response.writeHead(202).end())
    const channel = createWebhookChannel({ approvals, url, secrets: [SECRET] })
    const stop = await channel.follow()
    const { request } = await approvals.request(call())
    await channel.announce(request)
    await approvals.decide(request.id, { verdict: 'deny', approver: ANA })
    await until(() => received.length === 2)
    expect(received[1]?.json['type']).toBe('approval.decided')
    stop()
  })

  test('a webhook that answers inline is told nothing more', async () => {
    const { url, received } = await webhook((response) => response.end('{"decision":"approved"}'))
    const { approvals } = memory()
    const channel = createWebhookChannel({ approvals, url, secrets: [SECRET] })
    const stop = await channel.follow()
    const broker = createBroker({ approvals, announce: channel.announce })
    const answer = await broker.ask(call(), never)
    await approvals.finish(answer.approvalId ?? '', 'ok')
    await broker.ask(call({ n: 2 }), never)
    expect(await approvals.list({ states: ['executed', 'executing'] })).toHaveLength(2)
    expect(received.map(({ json }) => json['type'])).toEqual(['approval.requested', 'approval.requested'])
    stop()
  })

  test('a caller that goes away ends the question, and the webhook hears that it was withdrawn', async () => {
    const { approvals, channel, received, types, stop } = await followed()
    const away = new AbortController()
    const asking = createBroker({ approvals, announce: channel.announce }).ask(call(), away.signal)
    await until(() => received.length === 1)
    await onlyPending(approvals)
    away.abort()
    expect(await asking).toMatchObject({ kind: 'denied' })
    await until(() => received.length === 2)
    expect(types()).toEqual(['approval.requested', 'approval.cancelled'])
    stop()
  })
})
