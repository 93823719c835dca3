import { setImmediate } from 'node:timers/promises'
import { LIMITS, type Answer } from '@kvlar/proxy'
import { describe, expect, test } from 'vitest'
import { MIXED } from './support/policies.ts'
import { noticeOf } from './support/proxied.ts'
import { patientHuman, talkingSession } from './support/talking.ts'

const READING = `${MIXED}
  - id: ask-before-reading
    match_on: { action_types: [resource_read] }
    effect: { type: require_approval, reason: It is a secret }
`

describe('a caller that waits', () => {
  async function waiting(meta: object = {}) {
    const human = patientHuman()
    const talk = talkingSession(MIXED, { ask: human.ask })
    const params = { name: 'slow', arguments: {}, _meta: JSON.parse(JSON.stringify(meta)) }
    const answered = talk.send('client', { jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    await setImmediate()
    await talk.answer('tools/list', { tools: [] })
    const beats = () => talk.told.filter(({ method }) => method === 'notifications/progress')
    return { ...talk, human, answered, beats }
  }

  test.each([['a token'], [7]])(
    'is told so now and then when it gave %j as its progress token',
    async (token) => {
      const { beats, elapse, human, answered } = await waiting({ progressToken: token })
      await elapse(LIMITS.heartbeatMs - 1)
      expect(beats()).toEqual([])
      await elapse(1 + 3 * LIMITS.heartbeatMs)
      expect(beats()).toHaveLength(4)
      for (const { to, params } of beats()) {
        expect(to).toBe('client')
        expect(params).toMatchObject({ progressToken: token, message: 'waiting for approval' })
      }
      const progress = beats().map(({ params }) => Number(params?.['progress']))
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
      expect(new Set(progress).size).toBe(4)
      human.say({ kind: 'approved' })
      await answered
      await elapse(10 * LIMITS.heartbeatMs)
      expect(beats()).toHaveLength(4)
    },
  )

  test.each([{}, { progressToken: {} }, { progressToken: null }, { 'x/progressToken': 1 }])(
    'is told nothing without one: %j',
    async (meta) => {
      const { beats, elapse } = await waiting(meta)
      await elapse(5 * LIMITS.heartbeatMs)
      expect(beats()).toEqual([])
    },
  )

  test('is told nothing more once it has cancelled, and no timer is left', async () => {
    const { beats, elapse, send, timers } = await waiting({ progressToken: 1 })
    await elapse(LIMITS.heartbeatMs)
    await send('client', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    await elapse(10 * LIMITS.heartbeatMs)
    expect(beats()).toHaveLength(1)
    expect(timers.size).toBe(0)
  })

  test('leaves no timer behind when its connection ends', async () => {
    const { session, timers } = await waiting({ progressToken: 1 })
    session.stopWaiting()
    expect(timers.size).toBe(0)
  })
})

describe('the caller of what is no tool', () => {
  const ended: [Answer, object][] = [
    [
      { kind: 'pending', approvalId: 'apr_1', expiresAtMs: 0, url: 'http://x/' },
      { id: 'apr_1', status: 'pending', expiresAt: '1970-01-01T00:00:00.000Z', url: 'http://x/' },
    ],
    [
      { kind: 'pending', approvalId: 'apr_1', expiresAtMs: Infinity },
      { id: 'apr_1', status: 'pending' },
    ],
    [
      { kind: 'denied', approvalId: 'apr_1' },
      { id: 'apr_1', status: 'denied' },
    ],
    [
      { kind: 'expired', approvalId: 'apr_1' },
      { id: 'apr_1', status: 'expired' },
    ],
  ]
  test.each(ended)('gets an error that says the same: %j', async (answer, notice) => {
    const { send } = talkingSession(READING, { ask: () => Promise.resolve(answer) })
    const { message } = await send('client', {
      jsonrpc: '2.0',
      id: 1,
      method: 'resources/read',
      params: { uri: 'a://b' },
    })
    expect(message.error).toMatchObject({ code: -31403, data: { _meta: { 'kvlar/approval': notice } } })
    expect(noticeOf(message)['rule_id']).toBe('ask-before-reading')
    if (answer.kind === 'pending')
      expect(message.error?.message).toMatch(/^Approval required: apr_1\. Nothing was executed\. /)
  })
})
